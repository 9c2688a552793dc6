import { expect, test } from "vitest";
import { runStep, seconds } from "./step.mjs";

const node = (code, options) => runStep(process.execPath, ["-e", code], { timeoutMs: 20_000, ...options });

test("output of both streams and the exit code are kept", async () => {
  const result = await node("console.log('out'); console.error('err'); process.exitCode = 3");
  expect(result).toMatchObject({ code: 3, timedOut: false });
  expect(result.output).toContain("out\n");
  expect(result.output).toContain("err\n");
});

test("the environment is added to ours", async () => {
  const result = await node("console.log(process.env.STEP_TEST, process.env.PATH !== undefined)", {
    env: { STEP_TEST: "here" },
  });
  expect(result.output).toBe("here true\n");
});

test("a stuck command is ended, with what it started", async () => {
  const stuck =
    "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); setInterval(() => {}, 1000)";
  const result = await node(stuck, { timeoutMs: 500 });
  expect(result.timedOut).toBe(true);
  expect(result.code).not.toBe(0);
});

test("a command that does not exist is a failure, not an exception", async () => {
  const result = await runStep("daybook-no-such-command", [], { timeoutMs: 1_000 });
  expect(result.code).toBe(127);
  expect(result.output).toContain("ENOENT");
});

test("durations are shown in seconds", () => {
  expect(seconds(1_234)).toBe("1.2 s");
});
