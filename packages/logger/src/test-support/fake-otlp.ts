import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";

/** The classes that protobufjs makes from the official definitions; the package does not export their types. */
interface MessageType {
  fromObject(value: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): object;
}

interface ProtocolRoot {
  opentelemetry: {
    proto: {
      collector: { logs: { v1: { ExportLogsServiceRequest: MessageType; ExportLogsServiceResponse: MessageType } } };
    };
  };
}

const root = createRequire(import.meta.url)(
  "@opentelemetry/otlp-transformer/build/src/generated/root.js",
) as ProtocolRoot;
const { ExportLogsServiceRequest } = root.opentelemetry.proto.collector.logs.v1;

export interface OtlpRecord {
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly [field: string]: unknown;
}

export interface OtlpRequest {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: OtlpRecord["attributes"] };
    readonly scopeLogs: readonly {
      readonly scope: { readonly name: string };
      readonly logRecords: readonly OtlpRecord[];
    }[];
  }[];
}

/** What the endpoint answers instead of taking the records. */
export interface OtlpAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** The records are taken nevertheless. */
  readonly taken?: boolean;
}

export interface FakeOtlp {
  readonly url: string;
  readonly requests: { readonly headers: IncomingMessage["headers"]; readonly request: OtlpRequest }[];
  /** Records taken, in the order of their arrival; repetitions too: the protocol does not know them. */
  readonly records: OtlpRecord[];
  readonly complaints: string[];
  plan(...answers: OtlpAnswer[]): void;
  close(): Promise<void>;
}

/**
 * An OTLP/HTTP logs endpoint on loopback, since no real one is at hand: strict about method, path and type, and every
 * body must survive the way through the official protocol-buffer definitions unchanged.
 */
export async function startFakeOtlp(): Promise<FakeOtlp> {
  const requests: FakeOtlp["requests"] = [];
  const records: OtlpRecord[] = [];
  const complaints: string[] = [];
  const planned: OtlpAnswer[] = [];
  const take = (request: OtlpRequest): void => {
    for (const { scopeLogs } of request.resourceLogs) for (const scope of scopeLogs) records.push(...scope.logRecords);
  };
  const answer = (message: IncomingMessage, raw: Buffer, response: ServerResponse): void => {
    const { headers, method, url } = message;
    if (method !== "POST" || url !== "/v1/logs") complaints.push(`${method} ${url}`);
    if (headers["content-type"] !== "application/json") complaints.push(`type ${headers["content-type"]}`);
    const body = headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    const request = JSON.parse(body.toString("utf8")) as OtlpRequest;
    complaints.push(...complaintsAbout(request));
    requests.push({ headers, request });
    const plan = planned.shift();
    if (plan === undefined || plan.taken === true) take(request);
    response.writeHead(plan?.status ?? 200, { "content-type": "application/json", ...plan?.headers });
    response.end(plan?.body ?? "{}");
  };
  const server = createServer((message, response) => {
    const parts: Buffer[] = [];
    message.on("data", (part: Buffer) => parts.push(part));
    message.on("end", () => answer(message, Buffer.concat(parts), response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    records,
    complaints,
    plan: (...answers) => void planned.push(...answers),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the official definitions do not know, or know as something else, does not come back from them. */
export function complaintsAbout(request: object): string[] {
  const sent = withBinaryIds(request) as object;
  try {
    const bytes = ExportLogsServiceRequest.encode(ExportLogsServiceRequest.fromObject(sent)).finish();
    const back = ExportLogsServiceRequest.toObject(ExportLogsServiceRequest.decode(bytes), {
      longs: String,
      bytes: String,
    });
    return isDeepStrictEqual(JSON.parse(JSON.stringify(back)), sent)
      ? []
      : [`${JSON.stringify(sent)} comes back as ${JSON.stringify(back)}`];
  } catch (error) {
    return [String(error)];
  }
}

/**
 * OTLP's JSON has trace and span ids in hexadecimal, that of protocol buffers in base64. An empty list and none are the
 * same there.
 */
function withBinaryIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBinaryIds);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => !Array.isArray(member) || member.length > 0)
      .map(([key, member]) =>
        (key === "traceId" || key === "spanId") && typeof member === "string"
          ? [key, Buffer.from(member, "hex").toString("base64")]
          : [key, withBinaryIds(member)],
      ),
  );
}
