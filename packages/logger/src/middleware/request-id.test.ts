import { expect, it } from "vitest";
import { requestIdOf } from "./request-id.ts";

it.each(["r-1", "0af7651916cd43dd8448eb211c80319c", "api:2026/11/21.7", "user@host", "x".repeat(128)])(
  "takes %j",
  (id) => {
    expect(requestIdOf(id)).toBe(id);
  },
);

it.each([undefined, null, 7, "", "a b", "a\nb", "a\r\nset-cookie: x=1", "größe", '"', "x".repeat(129)])(
  "makes its own instead of %j",
  (given) => {
    expect(requestIdOf(given)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(requestIdOf(given)).not.toBe(requestIdOf(given));
  },
);
