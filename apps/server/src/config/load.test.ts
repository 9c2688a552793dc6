import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLoopback, loadConfig } from "./load.ts";
import { SETTINGS } from "./settings.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-config-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function yaml(text: string): { path: string; required: boolean } {
  const path = join(dir, "daybook.yaml");
  writeFileSync(path, text);
  return { path, required: true };
}

describe("loadConfig", () => {
  it("has a default for every setting that is not optional", () => {
    expect(loadConfig({ env: {} })).toMatchObject({ host: "127.0.0.1", port: 8002, store: "embedded", demo: false });
  });

  it("takes the file, then variables, then flags", () => {
    const file = yaml("port: 1\nhost: 127.0.0.2\ndemo: true\n");
    const config = loadConfig({ file, env: { DAYBOOK_PORT: "2", DAYBOOK_HOST: "127.0.0.3" }, flags: { port: "3" } });
    expect(config).toMatchObject({ port: 3, host: "127.0.0.3", demo: true });
  });

  it("reads flags written as 0 and 1, and lists written with commas", () => {
    const config = loadConfig({ env: { DAYBOOK_DEMO: "1", DAYBOOK_ALLOWED_HOSTS: "a.example, b.example" } });
    expect(config).toMatchObject({ demo: true, allowed_hosts: ["a.example", "b.example"] });
  });

  it.each([
    [{ DAYBOOK_PORT: "70000" }, /DAYBOOK_PORT is "70000": .*65535/],
    [{ DAYBOOK_PORT: "banana" }, /DAYBOOK_PORT is "banana": expected a number/],
    [{ DAYBOOK_STORE: "ftp://x" }, /DAYBOOK_STORE is "ftp:/],
    [{ DAYBOOK_STORE: "ftp://bot:hunter22@x" }, /DAYBOOK_STORE is "ftp:\/\/bot:\[REDACTED/],
    [{ DAYBOOK_DEMO: "perhaps" }, /DAYBOOK_DEMO is "perhaps"/],
    [{ DAYBOOK_ADMIN_KEY: "short" }, /DAYBOOK_ADMIN_KEY: must have at least 16 characters/],
  ])("names the wrong variable %o", (env, message) => {
    expect(() => loadConfig({ env })).toThrow(message);
  });

  it("names unknown settings, a broken file and a missing one", () => {
    expect(() => loadConfig({ env: {}, file: yaml("prot: 1") })).toThrow(/prot: not a setting; known: host, port/);
    expect(() => loadConfig({ env: {}, file: yaml("port: [") })).toThrow(/daybook\.yaml/);
    expect(() => loadConfig({ env: {}, file: yaml("- port") })).toThrow(/name: value/);
    expect(() => loadConfig({ env: {}, file: { path: join(dir, "none"), required: true } })).toThrow(/cannot be read/);
    expect(loadConfig({ env: {}, file: { path: join(dir, "none"), required: false } }).port).toBe(8002);
  });

  it("binds other interfaces only with a key", () => {
    expect(() => loadConfig({ env: { DAYBOOK_HOST: "0.0.0.0" } })).toThrow(/DAYBOOK_ADMIN_KEY/);
    expect(loadConfig({ env: { DAYBOOK_HOST: "0.0.0.0", DAYBOOK_ADMIN_KEY: "k".repeat(16) } }).host).toBe("0.0.0.0");
  });

  it("says all faults at once", () => {
    expect(() => loadConfig({ env: { DAYBOOK_PORT: "x", DAYBOOK_REDACTION: "y" } })).toThrow(/PORT[^]*REDACTION/);
  });
});

it("knows loopback addresses", () => {
  expect(["localhost", "127.0.0.1", "127.8.8.8", "::1"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "10.0.0.1", "127.example.com", "127.0.0.1.example.com"].some(isLoopback)).toBe(false);
});

it("names every variable DAYBOOK_ and the setting in capitals", () => {
  for (const [name, { env }] of Object.entries(SETTINGS)) expect(env).toBe(`DAYBOOK_${name.toUpperCase()}`);
});
