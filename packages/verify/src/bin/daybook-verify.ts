#!/usr/bin/env node
import { runVerifier } from "./run-verifier.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Its reader has what it wants.
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
const code = await runVerifier(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  wantsColours: process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
  showsProgress: process.stderr.isTTY,
  accessKey: process.env["DAYBOOK_KEY"],
});
process.exitCode = code;
