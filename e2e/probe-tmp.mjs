import { cpSync, rmSync, readFileSync, writeFileSync, readdirSync, statSync, appendFileSync } from "node:fs";
import { join } from "node:path";
import { makeTrail, grow } from "./audit/make-trail.mjs";
import { directorySource, nodeHasher, nodeTrailFs, nodeVerifyEd25519 } from "@daybook/audit";
import { checkTrail, groupFindings } from "@daybook/verify";
const base = "/tmp/shots/probe";
rmSync(base, { recursive: true, force: true });
const crypto = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };
const check = (dir, o = {}) => checkTrail(directorySource(nodeTrailFs("public"), dir), { ...crypto, ...o });
const show = (name, r) => { console.log(`== ${name}: ${r.integrity}/${r.completeness}, ${r.findings.length} findings`); for (const g of groupFindings(r.findings).slice(0, 8)) console.log("   ", g.kind, g.place, "|", g.message); if (r.unchecked.length) console.log("    !", r.unchecked); };
const t = await makeTrail(join(base, "t"), { size: 1000, heads: 2 });
const early = join(base, "early"); cpSync(t.dir, early, { recursive: true });
const r = await t.trail.rotateKey(); await grow(t.trail, 500); await t.trail.sync();
const copy = (n) => { const d = join(base, n); cpSync(t.dir, d, { recursive: true }); return d; };
show("sound", await check(t.dir));
show("truncated with known head", await check(early, { knownHeads: [{ name: "kept", note: readFileSync(join(t.dir, "checkpoint")) }] }));
{ // truncated head but keys kept
  const d = copy("rolledback"); writeFileSync(join(d, "checkpoint"), readFileSync(join(early, "checkpoint"))); show("old head put back, rest kept", await check(d)); }
{ const d = copy("no-tile0"); rmSync(join(d, "tile/0"), { recursive: true }); show("tile/0 gone", await check(d)); }
{ const d = copy("no-tile01"); rmSync(join(d, "tile/0"), { recursive: true }); rmSync(join(d, "tile/1"), { recursive: true }); show("tile/0 and tile/1 gone", await check(d)); }
{ const d = copy("no-tiles"); rmSync(join(d, "tile"), { recursive: true }); show("tile gone", await check(d)); }
{ const d = copy("no-key1"); rmSync(join(d, "keys/1")); show("keys/1 gone", await check(d)); }
{ const d = copy("no-key0"); rmSync(join(d, "keys/0")); show("keys/0 gone", await check(d)); }
{ const d = copy("app1"); appendFileSync(join(d, "tile/entries/000"), "x"); show("a byte appended to a bundle", await check(d)); }
{ const d = copy("app2"); const b = readFileSync(join(d, "tile/entries/000")); const l = b.readUInt16BE(0); appendFileSync(join(d, "tile/entries/000"), b.subarray(0, l + 2)); show("an entry appended to a bundle", await check(d)); }
{ const d = copy("empty-bundle"); writeFileSync(join(d, "tile/entries/001"), ""); show("empty bundle", await check(d)); }
{ const d = copy("empty-tile"); writeFileSync(join(d, "tile/0/001"), ""); show("empty tile", await check(d)); }
{ const d = copy("tile+entry"); rmSync(join(d, "tile/0/001")); const p = join(d, "tile/entries/001"); const b = readFileSync(p); b[100] ^= 1; writeFileSync(p, b); show("tile gone and an entry of it changed", await check(d)); }
// random flips over all files
const walk = (d, p = "") => readdirSync(join(d, p)).flatMap((n) => { const q = join(p, n); return statSync(join(d, q)).isDirectory() ? walk(d, q) : [q]; });
const files = walk(t.dir); console.log(files.length, "files");
const missed = new Map(); let n = 0;
const work = copy("work");
for (let i = 0; i < 400; i++) {
  const f = files[(i * 7919) % files.length]; const p = join(work, f); const orig = readFileSync(p);
  const b = Buffer.from(orig); const at = Math.floor(Math.random() * b.length); b[at] ^= 1 << Math.floor(Math.random() * 8); writeFileSync(p, b);
  const rep = await check(work); n++;
  if (rep.findings.length === 0) missed.set(f, (missed.get(f) ?? 0) + 1);
  else if (!rep.findings.some((x) => x.path === f)) console.log("named elsewhere", f, at, rep.findings.map((x) => x.path + " " + x.message).slice(0, 3));
  writeFileSync(p, orig);
}
console.log("missed", missed, "of", n);
