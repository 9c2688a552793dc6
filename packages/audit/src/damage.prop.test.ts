import { TILE_WIDTH, entriesPath, formatCheckpoint, signNote, tileWidth } from "@daybook/merkle";
import type { Finding, TrailReport } from "@daybook/verify";
import { checkTrail } from "@daybook/verify";
import { beforeAll, describe, expect, it } from "vitest";
import type { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { CRYPTOGRAPHY, TRAIL_DIR, sampleTrail, seeded } from "./test-support/sample-trail.ts";
import type { Trail } from "./trail.ts";
import type { TrailSource } from "@daybook/verify";

const SIZE = 1_500;
/** `npm run soak -- damage` asks for 200. */
const PLACES = Number(process.env["DAYBOOK_DAMAGE_PLACES"] ?? 6);

let fs: ForgetfulFs;
let trail: Trail;
let source: TrailSource;

beforeAll(async () => {
  ({ fs, trail, source } = await sampleTrail(SIZE));
  await trail.keepHead();
});

const bundlePath = (index: number): string => {
  const bundle = Math.floor(index / TILE_WIDTH);
  return entriesPath(bundle, tileWidth(SIZE, { level: 0, index: bundle }));
};

/** Does the damage, checks, and mends it again. */
async function withDamage(
  path: string,
  change: (bytes: Uint8Array) => Uint8Array | undefined,
  then: (report: TrailReport) => void | Promise<void>,
): Promise<void> {
  const at = `${TRAIL_DIR}/${path}`;
  const before = await fs.read(at);
  fs.tamper(at, change);
  try {
    await then(await checkTrail(source, CRYPTOGRAPHY));
  } finally {
    await fs.write(at, before);
    await fs.sync(at);
  }
}

function entryOffsets(bytes: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < bytes.length; at += 2 + (bytes[at] as number) * 256 + (bytes[at + 1] as number))
    offsets.push(at);
  return offsets;
}

const brief = (findings: readonly Finding[]): [string, string, number | undefined][] =>
  findings.map(({ kind, path, index }) => [kind, path, index]);

/** Each place by a seed of its own, so that one can be repeated. */
const places = Array.from({ length: PLACES }, (_, seed) => seed);

describe("damage is named with its exact place", () => {
  it("an honest trail is not accused", async () => {
    const report = await checkTrail(source, CRYPTOGRAPHY);
    expect([report.integrity, report.completeness, report.findings]).toEqual(["sound", "sound", []]);
  });

  it.each(places)("one flipped bit in an entry (%i)", async (seed) => {
    const random = seeded(seed);
    const index = Math.floor(random() * SIZE);
    await withDamage(
      bundlePath(index),
      (bytes) => {
        const at = entryOffsets(bytes)[index % TILE_WIDTH] as number;
        const length = (bytes[at] as number) * 256 + (bytes[at + 1] as number);
        const place = at + 2 + Math.floor(random() * length);
        bytes[place] = (bytes[place] as number) ^ (1 << Math.floor(random() * 8));
        return bytes;
      },
      (report) => {
        expect(brief(report.findings)).toEqual([["entry_changed", bundlePath(index), index]]);
        expect([report.integrity, report.completeness]).toEqual(["damaged", "sound"]);
      },
    );
  });

  it.each(places)("one flipped bit in a length (%i)", async (seed) => {
    const random = seeded(seed + 1_000);
    const index = Math.floor(random() * SIZE);
    await withDamage(
      bundlePath(index),
      (bytes) => {
        const at = (entryOffsets(bytes)[index % TILE_WIDTH] as number) + Math.floor(random() * 2);
        bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
        return bytes;
      },
      (report) => {
        expect(brief(report.findings)).toEqual([["length_changed", bundlePath(index), index]]);
        expect(report.integrity).toBe("damaged");
      },
    );
  });

  it.each(places)("a removed entry (%i)", async (seed) => {
    const index = Math.floor(seeded(seed + 2_000)() * SIZE);
    await withDamage(
      bundlePath(index),
      (bytes) => {
        const offsets = [...entryOffsets(bytes), bytes.length];
        const [from, to] = [offsets[index % TILE_WIDTH] as number, offsets[(index % TILE_WIDTH) + 1] as number];
        return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
      },
      (report) => {
        expect(brief(report.findings)).toEqual([["entry_missing", bundlePath(index), index]]);
        expect([report.integrity, report.completeness]).toEqual(["sound", "damaged"]);
      },
    );
  });

  it.each(places)("an inserted entry (%i)", async (seed) => {
    const index = Math.floor(seeded(seed + 3_000)() * SIZE);
    await withDamage(
      bundlePath(index),
      (bytes) => {
        const at = entryOffsets(bytes)[index % TILE_WIDTH] as number;
        const forged = Buffer.from('..{"v":1,"seq":9}');
        forged.writeUInt16BE(forged.length - 2);
        return Buffer.concat([bytes.subarray(0, at), forged, bytes.subarray(at)]);
      },
      (report) => {
        expect(brief(report.findings)).toEqual([["entry_inserted", bundlePath(index), index]]);
        expect([report.integrity, report.completeness]).toEqual(["damaged", "sound"]);
      },
    );
  });

  it.each(places)("two entries that changed places (%i)", async (seed) => {
    const random = seeded(seed + 4_000);
    const bundle = Math.floor(random() * Math.floor(SIZE / TILE_WIDTH));
    const a = Math.floor(random() * (TILE_WIDTH - 1));
    const b = a + 1;
    const path = entriesPath(bundle, TILE_WIDTH);
    await withDamage(
      path,
      (bytes) => {
        const offsets = [...entryOffsets(bytes), bytes.length];
        const [x, y, z] = [offsets[a] as number, offsets[b] as number, offsets[b + 1] as number];
        return Buffer.concat([bytes.subarray(0, x), bytes.subarray(y, z), bytes.subarray(x, y), bytes.subarray(z)]);
      },
      (report) => {
        expect(report.findings).toHaveLength(1);
        expect(report.findings[0]).toMatchObject({ kind: "entry_moved", path });
        expect([bundle * TILE_WIDTH + a, bundle * TILE_WIDTH + b]).toContain(report.findings[0]?.index);
        expect(report.completeness).toBe("sound");
      },
    );
  });

  it.each(places)("a cut-off tail of a bundle (%i)", async (seed) => {
    const index = Math.floor(seeded(seed + 5_000)() * (SIZE - 1));
    await withDamage(
      bundlePath(index),
      (bytes) => bytes.slice(0, entryOffsets(bytes)[index % TILE_WIDTH] as number),
      (report) => {
        const end = Math.min(SIZE, (Math.floor(index / TILE_WIDTH) + 1) * TILE_WIDTH);
        expect(report.findings.map((finding) => finding.index)).toEqual(
          Array.from({ length: end - index }, (_, at) => index + at),
        );
        expect(new Set(report.findings.map(({ kind }) => kind))).toEqual(new Set(["entry_missing"]));
        expect(report.completeness).toBe("damaged");
      },
    );
  });

  it("each whole file that is removed", async () => {
    const report = await checkTrail(source, CRYPTOGRAPHY);
    expect(report.findings).toEqual([]);
    const files = fs
      .files()
      .filter((path) => path.startsWith(`${TRAIL_DIR}/tile`))
      .map((path) => path.slice(TRAIL_DIR.length + 1));
    const needed = files.filter((path) => !path.includes(".p/") || isNewest(path));
    for (const path of needed) {
      await withDamage(
        path,
        () => undefined,
        ({ findings, completeness }) => {
          expect(findings.map(({ kind, path: named }) => [kind, named])).toContainEqual(["file_missing", path]);
          expect(completeness).toBe("damaged");
        },
      );
    }
  });

  it.each(places)("one flipped bit in a tile of hashes, with one in an entry of the same tile (%i)", async (seed) => {
    const random = seeded(seed + 6_000);
    const index = Math.floor(random() * SIZE);
    const other = Math.floor(index / TILE_WIDTH) * TILE_WIDTH + ((index + 1) % (SIZE % TILE_WIDTH));
    const path = bundlePath(index).replace("entries", "0");
    const place = index % TILE_WIDTH;
    const at = `${TRAIL_DIR}/${bundlePath(index)}`;
    const before = await fs.read(at);
    fs.tamper(at, (bytes) => {
      const offset = (entryOffsets(bytes)[other % TILE_WIDTH] as number) + 20;
      bytes[offset] = (bytes[offset] as number) ^ 1;
      return bytes;
    });
    try {
      await withDamage(
        path,
        (bytes) => {
          const byte = place * 32 + Math.floor(random() * 32);
          bytes[byte] = (bytes[byte] as number) ^ (1 << Math.floor(random() * 8));
          return bytes;
        },
        (report) => {
          expect(brief(report.findings)).toEqual([
            ["hash_changed", path, place],
            ["entry_changed", bundlePath(index), other],
          ]);
        },
      );
    } finally {
      await fs.write(at, before);
    }
  });

  it("each flipped bit of the head", async () => {
    const { length } = await fs.read(`${TRAIL_DIR}/checkpoint`);
    for (let bit = 0; bit < 8 * length; bit += 7) {
      await withDamage(
        "checkpoint",
        (bytes) => {
          bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
          return bytes;
        },
        ({ findings, integrity }) => {
          expect(findings.map(({ kind, path }) => [kind, path])).toContainEqual(["head_invalid", "checkpoint"]);
          expect(integrity).toBe("damaged");
        },
      );
    }
  });

  it("a head that goes back, and one of another tree by the right key", async () => {
    const older = await fs.read(`${TRAIL_DIR}/checkpoints/100`);
    await withDamage(
      "checkpoint",
      () => older,
      ({ findings, completeness }) => {
        expect(findings.map(({ kind }) => kind)).toEqual(["rollback"]);
        expect(completeness).toBe("damaged");
      },
    );
    const { signer } = trail.keys.current;
    const text = formatCheckpoint({ origin: signer.name, size: 700, root: new Uint8Array(32).fill(3), extensions: [] });
    const known = { name: "saved.head", note: Buffer.from(await signNote(text, [signer])) };
    const report = await checkTrail(source, { ...CRYPTOGRAPHY, knownHeads: [known] });
    expect(brief(report.findings)).toEqual([["fork", "saved.head", undefined]]);
  });

  it("a key note that was changed, and a key that nobody trusts", async () => {
    await withDamage(
      "keys/0",
      (bytes) => {
        bytes[30] = (bytes[30] as number) ^ 1;
        return bytes;
      },
      ({ findings }) => expect(findings.map(({ path }) => path)).toContain("keys/0"),
    );
    const vkey = (await sampleTrail(1)).trail.keys.current.vkey;
    const report = await checkTrail(source, { ...CRYPTOGRAPHY, trustedKeys: [vkey] });
    expect(brief(report.findings)).toEqual([["key_invalid", "keys/0", undefined]]);
  });
});

function isNewest(path: string): boolean {
  const level = /tile\/(\d+|entries)\//.exec(path)?.[1];
  const width = Number(/\.p\/(\d+)$/.exec(path)?.[1]);
  if (level === "entries" || level === "0") return width === SIZE % TILE_WIDTH;
  return width === Math.floor(SIZE / TILE_WIDTH ** Number(level)) % TILE_WIDTH;
}
