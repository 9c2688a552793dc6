import type { HttpAnswer, HttpOptions } from "./http-get.ts";
import { SourceError, httpGet } from "./http-get.ts";
import { MAX_LISTED_NAMES } from "./limits.ts";
import type { TrailSource } from "./source.ts";

/** A file's name, and nothing that leads elsewhere. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/;

/**
 * The files of a trail below an address (without a slash at its end). Directories are listed where the server can: as a JSON array of
 * names at the directory's address with a slash.
 */
export function httpSource(address: string, options: HttpOptions, canList: boolean): TrailSource {
  const read: TrailSource["read"] = async (path) => {
    const url = `${address}/${path}`;
    return fileOf(url, await httpGet(url, options));
  };
  if (!canList) return { read };
  return {
    read,
    async list(dir) {
      const url = `${address}/${dir}/`;
      const bytes = fileOf(url, await httpGet(url, options));
      if (bytes === undefined) return [];
      const names = namesOf(bytes);
      if (names === undefined) throw new SourceError("answer", `${url} is not a list of names`);
      return names;
    },
  };
}

/** The file that an answer holds; undefined when there is none. @throws SourceError */
export function fileOf(url: string, { status, type, bytes }: HttpAnswer): Uint8Array | undefined {
  if (status === 404 || status === 410) return undefined;
  if (status === 401 || status === 403)
    throw new SourceError("refused", `${url} was refused (${status})${detailOf(bytes)}`);
  if (status !== 200) throw new SourceError("answer", `${url} answered ${status}${detailOf(bytes)}`);
  if (type === "text/html") throw new SourceError("answer", `${url} answered with a web page`);
  return bytes;
}

/** The names of a list, or undefined when it is none. */
export function namesOf(bytes: Uint8Array): string[] | undefined {
  let names: unknown;
  try {
    names = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (!Array.isArray(names) || names.length > MAX_LISTED_NAMES) return undefined;
  return names.every((name) => typeof name === "string" && NAME.test(name)) ? (names as string[]) : undefined;
}

/** What a problem document says, RFC 9457. */
function detailOf(bytes: Uint8Array): string {
  try {
    const { detail } = JSON.parse(new TextDecoder().decode(bytes)) as { detail?: unknown };
    return typeof detail === "string" ? `: ${detail}` : "";
  } catch {
    return "";
  }
}
