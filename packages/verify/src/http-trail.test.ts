import { expect, test } from "vitest";
import { openHttpTrail } from "./http-trail.ts";
import { impatient, startFileServer } from "./test-support/file-server.ts";

const HEAD: [string, Uint8Array] = ["checkpoint", Buffer.from("head")];
const KEY: [string, Uint8Array] = ["keys/0", Buffer.from("key")];
const PAGE = { status: 200, type: "text/html; charset=utf-8", body: "<!doctype html>" };

test("a trail at the address itself", async () => {
  await using server = await startFileServer(new Map([HEAD, KEY]), { prefix: "/logs/a" });
  const { address, hasKeys, source } = await openHttpTrail(`${server.url}/logs/a/`, "dbk_secret", impatient());
  expect(source).not.toHaveProperty("list");
  expect({ address, hasKeys }).toEqual({
    address: `${server.url}/logs/a`,
    hasKeys: true,
  });
  expect(server.asked.filter(({ key }) => key !== undefined)).toEqual([]);
});

test("a log without keys", async () => {
  await using server = await startFileServer(new Map([HEAD]));
  expect(await openHttpTrail(server.url, undefined, impatient())).toMatchObject({ hasKeys: false });
});

test("a Daybook server, which answers with its page to what it has not, and wants a key", async () => {
  const options = { prefix: "/audit/trail", key: "dbk_k", canList: true, fallback: PAGE };
  await using server = await startFileServer(new Map([HEAD, KEY]), options);
  for (const url of [server.url, `${server.url}/audit/trail`]) {
    const { address, hasKeys, source } = await openHttpTrail(url, "dbk_k", impatient());
    expect({ address, hasKeys }).toEqual({ address: `${server.url}/audit/trail`, hasKeys: true });
    expect(await source.list?.("checkpoints")).toEqual([]);
    expect(await source.read("checkpoint")).toBeDefined();
  }
  await expect(openHttpTrail(server.url, undefined, impatient())).rejects.toMatchObject({ kind: "refused" });
  await expect(openHttpTrail(server.url, "dbk_other", impatient())).rejects.toMatchObject({ kind: "refused" });
});

test("a trail whose head is gone is a trail", async () => {
  await using server = await startFileServer(new Map([KEY]));
  expect(await openHttpTrail(server.url, undefined, impatient())).toMatchObject({ hasKeys: true });
});

test("nothing of the kind, and a server in trouble", async () => {
  await using server = await startFileServer(new Map());
  await expect(openHttpTrail(server.url, "k", impatient())).rejects.toMatchObject({
    kind: "answer",
    message: `there is no audit trail at ${server.url}, nor at ${server.url}/audit/trail`,
  });
  server.trouble.push(500, 500, 500);
  await expect(openHttpTrail(server.url, "k", impatient())).rejects.toThrow("answered 500");
});

test("a public Daybook server has tiles at its root too: the trail with its keys is meant", async () => {
  const files = new Map([HEAD, ["audit/trail/checkpoint", HEAD[1]], ["audit/trail/keys/0", KEY[1]]]);
  await using server = await startFileServer(files, { fallback: PAGE });
  const { address, hasKeys } = await openHttpTrail(server.url, "dbk_k", impatient());
  expect({ address, hasKeys }).toEqual({ address: `${server.url}/audit/trail`, hasKeys: true });
});
