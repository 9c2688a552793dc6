import { TILE_WIDTH, entriesPath, signNote } from "@daybook/merkle";
import { minimumText } from "@daybook/verify";
import type { SigningKeys } from "./signing-keys.ts";
import type { TrailFiles } from "./trail-files.ts";

/** Says in a signed note that entries below the index may be withheld, then removes the bundles that end there. */
export async function pruneEntries(files: TrailFiles, keys: SigningKeys, minimum: number): Promise<void> {
  // Said first: a missing bundle without the note is damage.
  await files.replace("minimum", await signNote(minimumText(keys.origin, minimum), [keys.current.signer]));
  for (let index = Math.floor(minimum / TILE_WIDTH) - 1; index >= 0; index--) {
    const path = entriesPath(index, TILE_WIDTH);
    if (!(await files.has(path))) return;
    await files.unlink(path);
  }
}
