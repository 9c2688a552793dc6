import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DaybookError } from "@daybook/protocol";
import { MAX_UNPACKED_BODY_BYTES } from "./limits.ts";

const unzip = promisify(gunzip);

/** The body's plain bytes. Several gzip members in a row are one body, as `cat a.gz b.gz` makes. */
export async function unpackBody(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const encoding = (contentEncoding ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return body;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    throw new DaybookError("DAYBOOK_HTTP_ENCODING", `Content-Encoding ${JSON.stringify(encoding)} is not known here`);
  }
  try {
    return await unzip(body, { maxOutputLength: MAX_UNPACKED_BODY_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      const limit = MAX_UNPACKED_BODY_BYTES;
      throw new DaybookError("DAYBOOK_HTTP_BODY_TOO_LARGE", `a body may unpack to ${limit} bytes`, { limit });
    }
    throw new DaybookError("DAYBOOK_HTTP_ENCODING", `the gzip body is damaged: ${(error as Error).message}`);
  }
}
