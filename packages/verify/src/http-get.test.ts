import { expect, test } from "vitest";
import { SourceError, httpGet } from "./http-get.ts";
import { MAX_FILE_BYTES } from "./limits.ts";
import { impatient, startFileServer } from "./test-support/file-server.ts";

const FILES = new Map([["a", Buffer.from("text")]]);

test("a file with its status and type", async () => {
  await using server = await startFileServer(FILES);
  const answer = await httpGet(`${server.url}/a`, { ...impatient(), headers: { authorization: "Bearer k" } });
  expect(answer).toMatchObject({ status: 200, type: "application/octet-stream" });
  expect(Buffer.from(answer.bytes).toString()).toBe("text");
  expect(server.asked).toEqual([{ path: "/a", key: "k" }]);
});

test("what may pass is tried three times", async () => {
  await using server = await startFileServer(FILES);
  server.trouble.push("cut", 503);
  const reader = impatient();
  expect((await httpGet(`${server.url}/a`, reader)).status).toBe(200);
  expect(reader.pauses).toEqual([500, 1_000]);
  server.trouble.push(429, 500, 502);
  expect((await httpGet(`${server.url}/a`, impatient())).status).toBe(502);
  server.trouble.push(404);
  expect((await httpGet(`${server.url}/a`, impatient())).status).toBe(404);
  expect(server.asked).toHaveLength(7);
});

test("nobody there", async () => {
  const gone = await startFileServer(FILES);
  await gone[Symbol.asyncDispose]();
  const error = await httpGet(`${gone.url}/a`, impatient()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SourceError);
  expect(error).toMatchObject({ kind: "unreachable", message: expect.stringContaining("ECONNREFUSED") });
});

test("an answer that does not come is given up", async () => {
  const never = (_url: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  const got = httpGet("http://a/b", { ...impatient(), fetch: never, timeoutMs: 5 });
  await expect(got).rejects.toMatchObject({ kind: "unreachable", message: "http://a/b did not answer within 0.005 s" });
});

test("the caller's own end is the caller's reason", async () => {
  const ending = new AbortController();
  const hanging = (_url: string, { signal }: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
      ending.abort("SIGINT");
    });
  await expect(httpGet("http://a/b", { ...impatient(), fetch: hanging, signal: ending.signal })).rejects.toBe("SIGINT");
  await expect(httpGet("http://a/b", { ...impatient(), signal: ending.signal })).rejects.toBe("SIGINT");
});

test("a body without an end is cut off", async () => {
  const chunk = new Uint8Array(1024 * 1024);
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(chunk),
    cancel: () => void (isCancelled = true),
  });
  const { bytes } = await httpGet("http://a/b", { ...impatient(), fetch: () => Promise.resolve(new Response(body)) });
  expect(bytes.length).toBe(MAX_FILE_BYTES + 1);
  expect(isCancelled).toBe(true);
});

test("many requests at once hang on the caller's signal as one", async () => {
  await using server = await startFileServer(FILES);
  const ending = new AbortController();
  let listeners = 0;
  const { signal } = ending;
  const add = signal.addEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  const all = Array.from({ length: 20 }, () => httpGet(`${server.url}/a`, { ...impatient(), signal }));
  expect((await Promise.all(all)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(listeners).toBe(1);
});
