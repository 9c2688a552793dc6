import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../run/step.mjs";
import { readRegistry } from "./registry.mjs";

/** Words for the middle part of a code, `DAYBOOK_<ROOM>_<WHAT>`; a room without words is shown by its name. */
const ROOMS = {
  INGEST: "Sending events",
  RECORD: "Stored records",
  QUERY: "Searching",
  SEARCH: "Searching",
  STREAM: "Live stream",
  HTTP: "HTTP",
  ACCESS: "Keys and sign-in",
  CONFIG: "Settings",
  JOURNAL: "Journal",
  STORE: "Store",
  ENGINE: "Engine",
  LOGGER: "Logger",
  CLIENT: "Client",
  CLI: "Command",
  BACKUP: "Backup and restore",
  AUDIT: "Audit trail",
};

/** @param {ReturnType<typeof readRegistry>} errors */
export function renderErrors(errors) {
  const rooms = new Map();
  for (const error of errors) {
    const room = error.code.split("_")[1];
    const title = ROOMS[room] ?? room[0] + room.slice(1).toLowerCase();
    rooms.set(title, [...(rooms.get(title) ?? []), error]);
  }
  const sections = [...rooms].map(([title, list]) => `## ${title}\n\n${list.map(entry).join("\n")}`);
  return `# Errors

Every error that Daybook shows has a code that never changes its meaning; programs may match on it. Over HTTP an error is a
problem document (RFC 9457, \`application/problem+json\`) with \`code\`, \`detail\` (what happened here), \`hint\` (what to do)
and, where it helps, \`position\`, \`limit\` or \`retry_after_s\`. The logger reports its errors with the same codes and never
throws into your program. Made from the sources by \`npm run docs\`.

${sections.join("\n")}`;
}

function entry({ code, status, title, hint }) {
  return `### ${code}\n\n${title}. HTTP status ${status}.\n\n${hint}\n`;
}

export const page = {
  path: "docs/reference/errors.md",
  render: (root = ROOT) =>
    renderErrors(readRegistry(readFileSync(join(root, "packages/protocol/src/errors.ts"), "utf8"))),
};
