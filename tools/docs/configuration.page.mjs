import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../run/step.mjs";

/** @param {Record<string, { env: string, description: string, schema: { safeParse(value: undefined): { data?: unknown } } }>} settings */
export function renderConfiguration(settings) {
  const rows = Object.entries(settings).map(([name, { env, description, schema }]) => {
    const standard = schema.safeParse(undefined).data;
    return `| \`${name}\` | \`${env}\` | ${standard === undefined ? "none" : `\`${JSON.stringify(standard)}\``} | ${description} |`;
  });
  return `# Configuration of the server

Settings come from \`daybook.yaml\` in the directory where Daybook is started (or \`--config FILE\`), then from \`DAYBOOK_*\`
variables, then from flags; the later one wins. A wrong value or an unknown name stops the start and says what is right. Made
from the sources by \`npm run docs\`.

| in \`daybook.yaml\` | variable | default | |
|---|---|---|---|
${rows.join("\n")}

Flags of \`daybook start\`: \`--data\`, \`--host\`, \`--port\`, \`--store\`, \`--config\`, \`--demo\`. The logger has settings of its own:
[node-bot.md](../guide/node-bot.md).

\`\`\`yaml
# daybook.yaml
port: 8002
data_dir: /var/lib/daybook
journal_window_days: 14
allowed_hosts: [logs.desk.example]
\`\`\`
`;
}

export const page = {
  path: "docs/reference/configuration.md",
  async render(root = ROOT) {
    const { SETTINGS } = await import(pathToFileURL(join(root, "apps/server/dist/config/settings.js")).href);
    return renderConfiguration(SETTINGS);
  },
};
