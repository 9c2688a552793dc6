import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import ts from "typescript";
import * as vite from "vite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFakeCollector } from "./test-support/fake-collector.ts";

const SOURCE = fileURLToPath(new URL("test-support/bundled-bot.mjs", import.meta.url));
const DOORS = fileURLToPath(new URL("test-support/all-doors.mjs", import.meta.url));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-bundle-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Bundle = (entry: string, outFile: string, conditions?: string[]) => Promise<void>;

const withEsbuild: Bundle = async (entry, outfile, conditions) => {
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    ...(conditions === undefined ? {} : { conditions }),
  });
};

const withVite: Bundle = async (entry, outFile) => {
  const outDir = join(outFile, "..");
  await vite.build({
    configFile: false,
    logLevel: "silent",
    root: outDir,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      minify: true,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: "bot.mjs" } },
    },
  });
};

const BUNDLERS: [string, Bundle][] = [
  ["esbuild", withEsbuild],
  ["esbuild as for Bun", (entry, outFile) => withEsbuild(entry, outFile, ["bun", "import"])],
  ["Vite", withVite],
];

/** Bundles into an empty folder, whose only file the bundle then is. */
async function bundle(make: Bundle, entry: string): Promise<string> {
  const folder = join(dir, "alone");
  mkdirSync(folder);
  const file = join(folder, "bot.mjs");
  await make(entry, file);
  expect(readdirSync(folder)).toEqual(["bot.mjs"]);
  return file;
}

async function run(
  file: string,
  args: readonly string[] = [],
): Promise<{ code: number; output: string; complaints: string }> {
  const child = spawn(process.execPath, [file, ...args], { cwd: join(file, ".."), env: {} });
  let output = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, output, complaints };
}

/** Names of CommonJS that the code uses, and modules that it imports. Texts are not code. */
function looksOf(file: string): { commonJs: string[]; imports: string[] } {
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const commonJs = new Set<string>();
  const imports = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isMember = ts.isPropertyAccessExpression(node.parent ?? tree) || ts.isPropertyAssignment(node.parent ?? tree);
    if (
      ts.isIdentifier(node) &&
      !isMember &&
      /^(?:require|__dirname|__filename|module|exports|createRequire)$/.test(node.text)
    )
      commonJs.add(node.text);
    if (ts.isImportDeclaration(node)) imports.add((node.moduleSpecifier as ts.StringLiteral).text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      imports.add(name !== undefined && ts.isStringLiteralLike(name) ? name.text : "made at run time");
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { commonJs: [...commonJs], imports: [...imports].sort() };
}

const parse = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const EXPECTED = ["started", "Order filled: buy 0.015 BTCUSDT @ 42001.48", "balance could not be read"];

describe.each(BUNDLERS)("a program bundled by %s, alone in a folder", (_, make) => {
  it("is strict ESM and asks for nothing but Node's own modules, by their full names", async () => {
    const { commonJs, imports } = looksOf(await bundle(make, SOURCE));
    expect(commonJs).toEqual([]);
    expect(imports.length).toBeGreaterThan(3);
    expect(imports.filter((name) => !name.startsWith("node:"))).toEqual([]);
  });

  it("logs to console and files, exceptions and redaction included", async () => {
    const { code, output, complaints } = await run(await bundle(make, SOURCE));
    expect([code, complaints]).toEqual([3, ""]);
    const written = parse(readFileSync(join(dir, "alone/logs/audit.log"), "utf8"));
    for (const records of [parse(output), written]) {
      expect(records.map(({ message }) => message)).toEqual(EXPECTED);
      expect(records[1]).toMatchObject({ level: "TRADE_EXECUTED", data: { api_key: "[REDACTED:api_key]" } });
      expect(records[2]).toMatchObject({ exception_type: "RangeError", request_id: "cycle-1" });
    }
  });

  it("delivers to the collector what is waiting when process.exit is called", async () => {
    const collector = await startFakeCollector();
    try {
      expect(await run(await bundle(make, SOURCE), [collector.url])).toMatchObject({ code: 3, complaints: "" });
      expect(collector.events.map(({ message }) => message)).toEqual(EXPECTED);
      expect(collector.complaints).toEqual([]);
    } finally {
      await collector.close();
    }
  });

  it("may use each door of the package", async () => {
    const file = await bundle(make, DOORS);
    const { commonJs, imports } = looksOf(file);
    expect([commonJs, imports.filter((name) => !name.startsWith("node:"))]).toEqual([[], []]);
    const { output, complaints } = await run(file);
    expect([output, complaints]).toEqual([
      "captureConsole DaybookTransport expressLogger fastifyLogger grammyLogger honoLogger pinoDestination telegrafLogger\n",
      "",
    ]);
  });
});

it("each door opens under the conditions of other runtimes, and for CommonJS", async () => {
  const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    exports: object;
  };
  const doors = Object.keys(exports).map((door) => `@daybook/logger${door.slice(1)}`);
  expect(doors).toHaveLength(10);
  const file = fileURLToPath(new URL("test-support/open-doors.mjs", import.meta.url));
  for (const flags of [[], ["-C", "bun", "-C", "import"], ["-C", "deno"], ["-C", "workerd"]]) {
    const child = spawn(process.execPath, [...flags, file, ...doors], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    await once(child, "close");
    expect(output).toBe(`${doors.length} opened\n`);
  }
});
