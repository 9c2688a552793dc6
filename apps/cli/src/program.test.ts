import { expect, test } from "vitest";
import { cliVersion } from "./cli-version.ts";
import { createTestHost, runIn, type CliResult } from "./test-support/test-host.ts";

const run = (...argv: string[]): Promise<CliResult> => runIn(createTestHost(), ...argv);

test("--help lists the commands, on standard output", async () => {
  const { code, out, err } = await run("--help");
  expect(code).toBe(0);
  expect(err).toBe("");
  for (const name of [
    "start",
    "send",
    "tail",
    "search",
    "stats",
    "fsck",
    "verify",
    "decrypt",
    "import",
    "rebuild",
    "backup",
    "restore",
    "keys",
    "doctor",
  ]) {
    expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  }
  expect((await run("help", "search")).out).toContain("in the search language");
  expect((await run("keys", "create", "--help")).out).toContain("--role");
});

test("--version", async () => {
  expect(await run("--version")).toEqual({ code: 0, out: `${cliVersion()}\n`, err: "" });
});

test("no command at all shows the help as a mistake", async () => {
  expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining("Usage: daybook") });
});

test.each([
  [["serach"], "Did you mean search?"],
  [["search", "--limt", "3"], "Did you mean --limit?"],
  [["restore"], "missing required argument 'dir'"],
  [["stats", "--json", "surplus"], "too many arguments"],
])("%j is a mistake: %j", async (argv, text) => {
  const { code, out, err } = await run(...argv);
  expect(err).toContain(text);
  expect(err).toContain("--help");
  expect(out).toBe("");
  expect(code).toBe(2);
});

test("without a server every command says how to start one", async () => {
  const host = createTestHost({ env: { DAYBOOK_URL: "http://127.0.0.1:9" } });
  const { code, err } = await runIn(host, "stats");
  expect(code).toBe(3);
  expect(err).toContain("daybook start");
});
