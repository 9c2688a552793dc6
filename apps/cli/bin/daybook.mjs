#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`daybook: Node ${process.versions.node} is too old; Daybook needs 20.19 or newer.\n`);
  process.exit(78);
}
try {
  const { main } = await import("../dist/main.js");
  await main();
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
  process.stderr.write(
    `daybook: a part is missing (${error.message}).\n  next: run \`npm install && npm run build\`.\n`,
  );
  process.exit(78);
}
