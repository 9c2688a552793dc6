import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../run/step.mjs";

/**
 * @param program the root command, as commander holds it
 * @param {readonly (readonly [code: number, meaning: string])[]} exitMeanings
 */
export function renderCommands(program, exitMeanings) {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  const codes = exitMeanings.map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`);
  const search = program.commands.find((command) => command.name() === "search");
  const shared = search.options.filter(isShared).map((option) => `| \`${option.flags}\` | ${cell(describe(option))} |`);
  return `# The daybook command

${program.description()} In a clone it is \`npx daybook\`. Made from the sources by \`npm run docs\`.

Commands that talk to a server also take:

| | |
|---|---|
${shared.join("\n")}

${commands.map(section).join("\n")}
## Exit codes

| code | |
|---|---|
${codes.join("\n")}
`;
}

function section(command) {
  const rows = [
    ...command.registeredArguments.map((argument) => [
      argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
      argument.description,
    ]),
    ...command.options
      .filter((option) => !option.hidden && !isShared(option))
      .map((option) => [option.flags, describe(option)]),
  ];
  const table = rows.map(([name, text]) => `| \`${name}\` | ${cell(text)} |`).join("\n");
  return `## ${pathOf(command)}\n\n\`${pathOf(command)} ${command.usage()}\`\n\n${command.description()}\n${rows.length > 0 ? `\n| | |\n|---|---|\n${table}\n` : ""}`;
}

/** Options that nearly all commands take are told once. */
const SHARED = ["--url <url>", "--key <key>", "--no-color"];

function isShared(option) {
  return SHARED.includes(option.flags) || option.description.startsWith("data directory of the local server");
}

function describe(option) {
  const choices = option.argChoices ? `; one of ${option.argChoices.map((choice) => `\`${choice}\``).join(", ")}` : "";
  const standard = option.defaultValue === undefined ? "" : `; default \`${option.defaultValue}\``;
  return `${option.description}${choices}${standard}`;
}

function pathOf(command) {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export const page = {
  path: "docs/reference/cli.md",
  async render(root = ROOT) {
    const load = (file) => import(pathToFileURL(join(root, "apps/cli/dist", file)).href);
    const { buildProgram } = await load("program.js");
    const { EXIT_MEANINGS } = await load("exit-codes.js");
    const plain = { write() {}, paint: { isColorSupported: false, dim: String }, columns: 100 };
    const program = buildProgram({ out: plain, err: plain, env: {}, cwd: "." }, {});
    return renderCommands(program, EXIT_MEANINGS);
  },
};
