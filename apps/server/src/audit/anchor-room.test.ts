import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { openAnchorRoom } from "./anchor-room.ts";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";

let room: SmallRoom | undefined;
afterEach(async () => room?.remove());

const OPTIONS = {
  url: "http://127.0.0.1:1",
  contract: undefined,
  chainId: undefined,
  confirmations: undefined,
  intervalMs: 1e6,
};

it("needs a key, and says so", async () => {
  room = await smallRoom([lineOf(1)]);
  const rest = {
    audit: room.audit,
    keysDir: join(room.dir, "keys"),
    record: () => Promise.resolve(),
    onFault: () => {},
  };
  await expect(openAnchorRoom({ ...OPTIONS, ...rest, privateKey: undefined })).rejects.toThrow(
    /neither anchor_key nor/,
  );
});

it("is behind while the node is away, and harms nobody", async () => {
  room = await smallRoom([lineOf(1)]);
  const faults: Error[] = [];
  const anchor = await openAnchorRoom({
    ...OPTIONS,
    audit: room.audit,
    keysDir: join(room.dir, "keys"),
    privateKey: `0x${"11".repeat(32)}`,
    record: () => Promise.resolve(),
    onFault: (error) => faults.push(error),
  });
  await anchor.anchorNow();
  expect(anchor.status()).toMatchObject({
    anchoredSize: 0,
    headSize: 1,
    lastError: { code: expect.any(String) as string },
  });
  expect(faults.length).toBeGreaterThan(0);
  await anchor.stop();
});
