import { ROLES, type Role } from "@daybook/protocol";
import { Argument, Command, Option } from "commander";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatTable } from "../pretty/table.ts";

interface KeyFlags extends ServerFlags {
  json?: true;
}

interface CreateFlags extends KeyFlags {
  role: Role;
  name?: string;
}

export function addKeysCommand(program: Command, host: Host): void {
  const keys = new Command("keys")
    .summary("keys and sign-in links")
    .description("Make, list and revoke keys; print a sign-in link; change the signing key of the audit trail.");
  const add = (command: Command): void =>
    void keys.addCommand(withServerFlags(command.option("--json", "answer as JSON")));

  add(
    new Command("signin")
      .description("Print a new sign-in link for the page: it works once, for ten minutes.")
      .action(async (flags: KeyFlags) => {
        const { admin } = await connect(flags, host);
        const link = await admin.createSignIn();
        host.out.write(flags.json ? `${JSON.stringify(link)}\n` : `${link.url}\n`);
      }),
  );
  add(
    new Command("create")
      .description("Make a key. Its text is shown once and cannot be shown again.")
      .addOption(new Option("--role <role>", "what it may do").choices(ROLES).makeOptionMandatory())
      .option("--name <name>", "for people: who uses it (default: the role)")
      .action(async (flags: CreateFlags) => {
        const { admin } = await connect(flags, host);
        const created = await admin.createKey(flags.role, flags.name ?? flags.role);
        if (flags.json) return host.out.write(`${JSON.stringify(created)}\n`);
        host.err.write(`Key ${created.id} of role ${flags.role}; keep it now, it is not shown again:\n`);
        return host.out.write(`${created.key}\n`);
      }),
  );
  add(
    new Command("list").description("List the keys, without their texts.").action(async (flags: KeyFlags) => {
      const { admin } = await connect(flags, host);
      const list = await admin.listKeys();
      if (flags.json) return host.out.write(`${JSON.stringify(list)}\n`);
      if (list.length === 0) return host.out.write("No keys besides the admin key.\n");
      const columns = [{ title: "id" }, { title: "role" }, { title: "name" }, { title: "created" }];
      const rows = list.map((key) => [key.id, key.role, plainLine(key.name ?? ""), key.created_at ?? ""]);
      return host.out.write(formatTable(columns, rows, host.out.paint.dim));
    }),
  );
  add(
    new Command("revoke")
      .description("Revoke keys: they are refused from now on.")
      .addArgument(new Argument("<id...>", "ids as `daybook keys list` shows them"))
      .action(async (ids: string[], flags: KeyFlags) => {
        const { admin } = await connect(flags, host);
        for (const id of ids) {
          await admin.revokeKey(id);
          host.out.write(flags.json ? `${JSON.stringify({ revoked: id })}\n` : `Revoked ${id}.\n`);
        }
      }),
  );
  add(
    new Command("rotate")
      .description(
        "Change the signing key of the audit trail. The old one signs nothing any more; its proofs stay valid.",
      )
      .action(async (flags: KeyFlags) => {
        const { admin } = await connect(flags, host);
        const { key, from_size } = await admin.rotateAuditKey();
        if (flags.json) return host.out.write(`${JSON.stringify({ key, from_size })}\n`);
        host.err.write(`Heads above ${from_size} entries are signed by this key; publish it where yours are known:\n`);
        return host.out.write(`${key}\n`);
      }),
  );
  program.addCommand(keys);
}
