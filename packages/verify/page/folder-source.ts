import type { TrailSource } from "@daybook/verify";
import { MAX_FILE_BYTES, keysOnly, trailRootOf } from "@daybook/verify";

/** A folder that was chosen: a trail, or its keys alone. */
export interface Folder {
  readonly kind: "trail" | "keys";
  readonly name: string;
  readonly source: TrailSource;
}

/** What a chosen folder holds; undefined when it is neither a trail nor its keys. */
export async function openFolder(chosen: Iterable<File>): Promise<Folder | undefined> {
  const files = new Map<string, File>();
  let name = "";
  for (const file of chosen) {
    // The first part is the folder itself.
    const [folder = "", ...rest] = file.webkitRelativePath.split("/");
    name = folder;
    files.set(rest.join("/"), file);
  }
  const root = await trailRootOf((path) => files.has(path));
  if (root !== undefined) return { kind: "trail", name, source: sourceOf(files, root) };
  return files.has("0") ? { kind: "keys", name, source: keysOnly(sourceOf(files, "")) } : undefined;
}

function sourceOf(files: ReadonlyMap<string, File>, root: string): TrailSource {
  const directories = new Map<string, string[]>();
  for (const path of files.keys()) {
    const end = path.lastIndexOf("/");
    const dir = path.slice(0, Math.max(0, end));
    const names = directories.get(dir);
    if (names === undefined) directories.set(dir, [path.slice(end + 1)]);
    else names.push(path.slice(end + 1));
  }
  return {
    async read(path) {
      // A longer file is cut off, so that no check takes it for right.
      const file = files.get(root + path)?.slice(0, MAX_FILE_BYTES + 1);
      return file === undefined ? undefined : new Uint8Array(await file.arrayBuffer());
    },
    list: async (dir) => directories.get(root + dir) ?? [],
  };
}
