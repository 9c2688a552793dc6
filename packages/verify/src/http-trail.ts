import type { HttpOptions } from "./http-get.ts";
import { SourceError, httpGet } from "./http-get.ts";
import { httpSource, namesOf } from "./http-source.ts";
import type { TrailSource } from "./source.ts";

/** Where a Daybook server has its trail. */
const SERVER_PATH = "/audit/trail";

/** A trail behind an address. */
export interface HttpTrail {
  readonly source: TrailSource;
  /** Of the trail's root, without a slash at its end. */
  readonly address: string;
  /** It has `keys/`, as each trail of Daybook; otherwise it is another log in the format of tlog-tiles. */
  readonly hasKeys: boolean;
}

/**
 * Finds the trail of an address: it is the root of one, or a Daybook server. The access key goes to nobody but who asks for it, below the
 * place where Daybook's trail is.
 *
 * @throws SourceError when there is none, or it cannot be read.
 */
export async function openHttpTrail(
  url: string,
  accessKey: string | undefined,
  options: HttpOptions,
): Promise<HttpTrail> {
  const base = url.replace(/\/+$/, "");
  const isServerPath = base.endsWith(SERVER_PATH);
  const own = isServerPath ? "absent" : await look(base, options);
  if (typeof own === "object" && own.hasKeys) return own;
  const address = isServerPath ? base : base + SERVER_PATH;
  const served = await look(address, options);
  if (typeof served === "object") return served;
  // A server of Daybook has tiles at its root too; without keys they are those of another log.
  if (typeof own === "object") return own;
  if (served === "absent") throw new SourceError("answer", `there is no audit trail at ${base}, nor at ${address}`);
  if (accessKey === undefined) throw new SourceError("refused", `${address} wants a key`);
  const headers = { ...options.headers, authorization: `Bearer ${accessKey}` };
  const keyed = await look(address, { ...options, headers });
  if (typeof keyed === "object") return keyed;
  throw new SourceError("refused", `${address} does not take this key`);
}

async function look(address: string, options: HttpOptions): Promise<HttpTrail | "refused" | "absent"> {
  const head = await ask(`${address}/checkpoint`, options);
  if (head === "refused") return "refused";
  const hasKeys = typeof (await ask(`${address}/keys/0`, options)) === "object";
  // Without a head it is a damaged trail if it has keys, and none at all otherwise.
  if (head === "absent" && !hasKeys) return "absent";
  const list = await ask(`${address}/checkpoints/`, options);
  const canList = typeof list === "object" && namesOf(list) !== undefined;
  return { source: httpSource(address, options, canList), address, hasKeys };
}

async function ask(url: string, options: HttpOptions): Promise<Uint8Array | "refused" | "absent"> {
  const { status, type, bytes } = await httpGet(url, options);
  if (status === 401) return "refused";
  if (status === 200 && type !== "text/html") return bytes;
  if (status >= 500) throw new SourceError("answer", `${url} answered ${status}`);
  return "absent";
}
