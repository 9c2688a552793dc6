import { MerkleError, parseCheckpoint, parseNote } from "@daybook/merkle";
import type { EventProof } from "@daybook/verify";
import {
  checkEvent,
  checkEvidence,
  checkTrail,
  isEvidence,
  keysOfEvent,
  parseEventProof,
  trailKeysOf,
} from "@daybook/verify";
import { textOf } from "./file-text.ts";
import type { Folder } from "./folder-source.ts";
import { openFolder } from "./folder-source.ts";
import { hasEd25519, pageCryptography } from "./page-cryptography.ts";
import { eventCard, evidenceCard, refusalCard, trailCard } from "./results.ts";
import { byId, element } from "./view.ts";

/** A proof or a head is a few kilobytes. */
const MAX_DROPPED_BYTES = 4_000_000;

const results = byId("results");
const bar = byId("progress") as HTMLProgressElement;
const heads: { name: string; note: Uint8Array }[] = [];
let folder: Folder | undefined;
/** One after the other: each result stands above the one before. */
let turn: Promise<void> = Promise.resolve();

function trustedKeys(): string[] {
  const text = (byId("keys") as HTMLTextAreaElement).value;
  return text.split(/\s+/).filter((vkey) => vkey !== "");
}

function inTurn(name: string, work: () => Promise<HTMLElement>): void {
  turn = turn.then(async () => {
    byId("empty").hidden = true;
    results.prepend(await work().catch((error: unknown) => refusalCard(name, reasonOf(error))));
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function checkFolder(files: readonly File[]): Promise<HTMLElement> {
  const name = files[0]?.webkitRelativePath.split("/", 1)[0] ?? "the folder";
  const opened = await openFolder(files);
  if (opened === undefined) return refusalCard(name, "this folder is neither a trail nor its keys");
  folder = opened;
  if (opened.kind === "keys") return element("p", "note", `The keys in ${opened.name} are used for proofs.`);
  const trusted = trustedKeys();
  // A key that is none is a mistake, not one that the trail lacks.
  trailKeysOf(trusted, pageCryptography);
  bar.hidden = false;
  try {
    const report = await checkTrail(opened.source, {
      ...pageCryptography,
      knownHeads: heads,
      ...(trusted.length > 0 && { trustedKeys: trusted }),
      onProgress(done, size) {
        bar.max = Math.max(1, size);
        bar.value = done;
      },
    });
    return trailCard(name, report, trusted.length > 0);
  } finally {
    bar.hidden = true;
    bar.removeAttribute("value");
  }
}

async function checkEvidenceFile(file: File): Promise<HTMLElement> {
  const trusted = trustedKeys();
  trailKeysOf(trusted, pageCryptography);
  bar.hidden = false;
  try {
    const report = await checkEvidence(textOf(file), {
      ...pageCryptography,
      trustedKeys: trusted,
      onProgress(done, count) {
        bar.max = Math.max(1, count);
        bar.value = done;
      },
    });
    return evidenceCard(file.name, report, trusted.length > 0);
  } finally {
    bar.hidden = true;
    bar.removeAttribute("value");
  }
}

async function checkFile(file: File): Promise<HTMLElement> {
  if (isEvidence(await file.slice(0, 64).text())) return checkEvidenceFile(file);
  if (file.size > MAX_DROPPED_BYTES)
    return refusalCard(file.name, "this is neither a proof, nor evidence, nor a signed head");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const size = headSizeOf(bytes);
  if (size !== undefined) {
    heads.push({ name: file.name, note: bytes });
    return element("p", "note", `${file.name}: a head of ${size} entries. The next trail must contain it.`);
  }
  const trusted = trustedKeys();
  const proof = tryProof(bytes);
  if (folder === undefined && trusted.length === 0)
    return refusalCard(
      file.name,
      "which key signed it? Paste the verifier key, or choose the trail's folder or its keys first",
    );
  const keys = await keysOfEvent({ ...pageCryptography, source: folder?.source, trustedKeys: trusted, proof });
  const check = await checkEvent(bytes, keys, pageCryptography);
  const told = { vkeys: keys.map(({ vkey }) => vkey), isTrusted: trusted.length > 0 };
  return eventCard(file.name, check, proof, told);
}

/** The size of a signed head; undefined for everything else. */
function headSizeOf(bytes: Uint8Array): number | undefined {
  return unlessRefused(() => parseCheckpoint(parseNote(bytes).text).size);
}

function tryProof(bytes: Uint8Array): EventProof | undefined {
  return unlessRefused(() => parseEventProof(bytes));
}

function unlessRefused<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MerkleError) return undefined;
    throw error;
  }
}

function take(input: HTMLInputElement, use: (files: File[]) => void): void {
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    // The same choice again is a change too.
    input.value = "";
    if (files.length > 0) use(files);
  });
}

function takeFiles(files: readonly File[]): void {
  for (const file of files) inTurn(file.name, () => checkFile(file));
}

function start(): void {
  take(byId("folder") as HTMLInputElement, (files) => inTurn("the folder", () => checkFolder(files)));
  take(byId("files") as HTMLInputElement, takeFiles);
  const zone = byId("drop");
  for (const name of ["dragover", "dragleave", "drop"] as const) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
      if (name === "drop") takeFiles([...(event.dataTransfer?.files ?? [])]);
    });
  }
}

if (await hasEd25519()) start();
else {
  byId("choose").hidden = true;
  results.append(
    refusalCard("This browser", "it cannot check Ed25519 signatures: a newer one can, and so can daybook-verify.mjs"),
  );
}
