import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../run/step.mjs";
import { DOOR_NOTES } from "./door-notes.mjs";
import { FIELD_NOTES } from "./field-notes.mjs";

/** @param {typeof import("@daybook/protocol")} protocol */
export function renderEvents({
  LEVEL_RANK,
  LEVELS,
  RECORD_FIELDS,
  EVENT_TYPES,
  CATEGORIES,
  RETENTION_DAYS,
  retentionClassOf,
  REDACTION_RULES,
  EVENT_SCHEMAS,
}) {
  const levels = LEVELS.map((level) => `\`${level}\` ${LEVEL_RANK[level]}`).join(" · ");
  const fields = Object.entries(RECORD_FIELDS).map(
    ([name, kind]) => `| \`${name}\` | ${kind} | ${FIELD_NOTES[name] ?? ""} |`,
  );
  const types = CATEGORIES.flatMap((category) =>
    Object.entries(EVENT_TYPES)
      .filter(([, definition]) => definition.category === category)
      .map(
        ([name, { level }]) =>
          `| ${category} | \`${name}\` | ${level} | ${kept(RETENTION_DAYS[retentionClassOf(name, level)])} |`,
      ),
  );
  return `# Events

One name for a thing everywhere: in the call, in the file, in the store, in the query and on the page. Made from the sources by
\`npm run docs\`.

## Levels

${levels}

The order is the number's; \`level:>=WARNING\` compares by it. \`WARN\`, \`FATAL\`, \`CRIT\` and the numbers of syslog are understood.

## Fields

A record has these fields, in this order; what is absent is left out, nothing is null. Fields that are not in this table move
into \`data\`.

| field | kind | |
|---|---|---|
${fields.join("\n")}

Decimals keep their exact text: send them as a string, or as a number that a float64 holds. In \`data\` a number that a float64
would change is kept as a string of its text.

## Event types

The category follows from the type. The level is what a typed call uses when you give none. Kept says for how long at that
level, counted from \`collected_at\`; other levels of types without a class of their own are kept by level (DEBUG
${kept(RETENTION_DAYS.debug)}, INFO ${kept(RETENTION_DAYS.info)}, WARNING ${kept(RETENTION_DAYS.warning)}, ERROR and CRITICAL ${kept(RETENTION_DAYS.error)}). Names of your own are welcome and have the category \`custom\`.

| category | type | level | kept |
|---|---|---|---|
${types.join("\n")}

## Fields of each type

What the typed calls know, beside the fields of the record; any other may be added. Each type has a JSON Schema
(\`EVENT_SCHEMAS\`) and a TypeScript type (\`EventPayloads\`) in \`@daybook/protocol\`.

| type | always | may have |
|---|---|---|
${payloadRows(EVENT_SCHEMAS).join("\n")}

${DOOR_NOTES}
## What is blanked

Secrets are replaced before the first write, by the name of their field at any depth and by their look inside texts. The place
says which rule it was: \`[REDACTED:api_key]\`. Rules: ${REDACTION_RULES.map((rule) => `\`${rule}\``).join(", ")}. Ids, numbers, symbols and hashes
are never looked into: order numbers of 16 digits are common.
`;
}

function payloadRows(schemas) {
  const types = Object.entries(schemas);
  // What every type has is the record's and stands above.
  const common = new Set(
    Object.keys(types[0][1].properties).filter((name) => types.every(([, schema]) => name in schema.properties)),
  );
  return types.map(([type, { properties, required }]) => {
    const optional = Object.keys(properties).filter((name) => !common.has(name) && !required.includes(name));
    return `| \`${type}\` | ${codes(required)} | ${codes(optional)} |`;
  });
}

function codes(names) {
  return names.map((name) => `\`${name}\``).join(" ");
}

function kept(days) {
  if (days === null) return "for ever";
  return days % 365 === 0 ? `${days / 365} ${days === 365 ? "year" : "years"}` : `${days} days`;
}

export const page = {
  path: "docs/reference/events.md",
  async render(root = ROOT) {
    return renderEvents(await import(pathToFileURL(join(root, "packages/protocol/dist/index.js")).href));
  },
};
