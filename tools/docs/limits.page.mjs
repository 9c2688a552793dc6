import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../run/step.mjs";
import { numberConstants, readable } from "./constants.mjs";

/** Rooms whose limits a caller or an operator meets; the page's own are of interest to nobody else. */
const SECTIONS = [
  ["packages/protocol/src", "One event"],
  ["packages/query/src", "One query"],
  ["apps/server/src/http", "HTTP and WebSocket"],
  ["apps/server/src/ingest", "Taking in"],
  ["apps/server/src/tail", "Live stream"],
  ["apps/server/src/journal", "Journal"],
  ["apps/server/src/store", "Store"],
  ["apps/server/src/engine", "Engine"],
  ["apps/server/src/supervise", "Processes"],
  ["apps/server/src/access", "Keys and sessions"],
  ["packages/logger/src", "Logger"],
  ["packages/client/src", "Client"],
  ["apps/cli/src", "Command"],
];

/** @param {{ title: string, file: string, text: string }[]} sections */
export function renderLimits(sections) {
  const parts = sections.map(({ title, file, text }) => {
    const rows = numberConstants(text).map(
      ({ name, value, comment }) => `| \`${name}\` | ${readable(name, value)} | ${comment.replaceAll("|", "\\|")} |`,
    );
    return `## ${title}\n\nFrom \`${file}\`.\n\n| limit | value | why |\n|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `# Limits

Every input, buffer and wait has a limit with a name. What goes beyond one is refused, cut or counted, and the answer says
so with the number. Made from the sources by \`npm run docs\`.

${parts.join("\n")}`;
}

/** Limits files that the table above does not know: a new room must get its section. */
export function unlistedLimits(root = ROOT) {
  const rooms = readdirSync(join(root, "apps/server/src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return rooms
    .map((entry) => `apps/server/src/${entry.name}`)
    .filter((room) => existsSync(join(root, room, "limits.ts")) && !SECTIONS.some(([folder]) => folder === room));
}

export const page = {
  path: "docs/reference/limits.md",
  render: (root = ROOT) => {
    const present = SECTIONS.filter(([folder]) => existsSync(join(root, folder, "limits.ts")));
    return renderLimits(
      present.map(([folder, title]) => ({
        title,
        file: `${folder}/limits.ts`,
        text: readFileSync(join(root, folder, "limits.ts"), "utf8"),
      })),
    );
  },
};
