import { RequestError } from "@daybook/client";
import { expect, test } from "vitest";
import { createReportCalls } from "./report-calls.ts";

const signal = new AbortController().signal;
const answering = (status: number, body: string) => {
  const seen: { url: string; init: RequestInit | undefined }[] = [];
  const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
    seen.push({ url: String(url), init });
    return new Response(body, { status });
  };
  return { calls: createReportCalls("http://x", fetch), seen };
};

test("asks with its parameters and reads the answer", async () => {
  const { calls, seen } = answering(200, '{"steps":[]}');
  expect(await calls.trade("a/b", signal)).toEqual({ steps: [] });
  await calls.noTrade(new URLSearchParams({ timeframe: "1w" }), signal);
  await calls.reconcile(new URLSearchParams(), new Blob(["a,b"]), signal);
  expect(seen.map(({ url }) => url)).toEqual([
    "http://x/reports/trades/a%2Fb",
    "http://x/reports/no_trade?timeframe=1w",
    "http://x/reports/reconciliation?",
  ]);
  expect(seen[2]?.init).toMatchObject({ method: "POST", headers: { "content-type": "text/csv" } });
});

test("a problem document becomes the client's error, anything else too", async () => {
  const problem = { code: "DAYBOOK_X", title: "T", detail: "D", hint: "H", status: 400 };
  const refused = answering(400, JSON.stringify(problem)).calls.performance(new URLSearchParams(), signal);
  await expect(refused).rejects.toMatchObject({ code: "DAYBOOK_X", status: 400, hint: "H" });
  const odd = answering(502, "<html>").calls.performance(new URLSearchParams(), signal);
  await expect(odd).rejects.toMatchObject({ code: "DAYBOOK_CLIENT_BAD_REPLY", status: 502 });
});

test("no answer at all is transient; an aborted call rejects with its own reason", async () => {
  const failing = createReportCalls("http://x", () => Promise.reject(new TypeError("fetch failed")));
  const error: unknown = await failing.trade("1", signal).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(RequestError);
  expect((error as RequestError).isTransient).toBe(true);
  await expect(failing.trade("1", AbortSignal.abort("left"))).rejects.toBe("left");
});
