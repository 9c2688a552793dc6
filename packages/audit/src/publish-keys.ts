import { signNote } from "@daybook/merkle";
import { trailKeyText } from "@daybook/verify";
import type { SigningKeys } from "./signing-keys.ts";
import type { TrailFiles } from "./trail-files.ts";

/** The first key is signed by itself. A rotation that was interrupted after its note was there is ended. */
export async function publishKeys(files: TrailFiles, keys: SigningKeys): Promise<void> {
  const { current, origin, next } = keys;
  if (current.number === 0) {
    const text = trailKeyText(origin, 0, 0, current.vkey);
    await files.replace("keys/0", await signNote(text, [current.signer]));
  }
  if (next !== undefined && (await files.has(`keys/${next.number}`))) await keys.finish();
}
