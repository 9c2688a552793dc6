import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../run/step.mjs";
import { numberConstants, readable } from "./constants.mjs";

/** Headings of the rooms, in the order of the page. A room without one comes last, under its own name. */
const TITLES = {
  "packages/protocol/src": "One event",
  "packages/query/src": "One query",
  "apps/server/src/http": "HTTP and WebSocket",
  "apps/server/src/ingest": "Taking in",
  "apps/server/src/tail": "Live stream",
  "apps/server/src/journal": "Journal",
  "apps/server/src/store": "Store",
  "apps/server/src/engine": "Engine",
  "apps/server/src/supervise": "Processes",
  "apps/server/src/access": "Keys and sessions",
  "packages/logger/src": "Logger",
  "packages/merkle/src": "Trees and notes",
  "packages/audit/src": "Audit trail",
  "apps/server/src/audit": "Audit trail of a server",
  "packages/anchor-evm/src": "Anchoring",
  "packages/importers/src": "Importers",
  "packages/client/src": "Client",
  "apps/cli/src": "Command",
};

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

/** Folders that have a limits.ts. The page's own are of interest to nobody else. */
function rooms(root) {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.isDirectory() && !["node_modules", "dist", "dashboard"].includes(entry.name))
        visit(`${folder}/${entry.name}`);
      else if (entry.name === "limits.ts") found.push(folder);
    }
  };
  visit("packages");
  visit("apps");
  const order = Object.keys(TITLES);
  const place = (room) => (order.includes(room) ? order.indexOf(room) : order.length);
  return found.sort((a, b) => place(a) - place(b) || a.localeCompare(b, "en"));
}

export const page = {
  path: "docs/reference/limits.md",
  render: (root = ROOT) =>
    renderLimits(
      rooms(root).map((room) => ({
        title: TITLES[room] ?? room,
        file: `${room}/limits.ts`,
        text: readFileSync(join(root, room, "limits.ts"), "utf8"),
      })),
    ),
};
