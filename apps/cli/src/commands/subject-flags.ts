import type { Subject } from "@daybook/client";
import type { Command } from "commander";
import { usageFailure } from "../command-failure.ts";

export interface SubjectFlags {
  user?: string;
  producer?: string;
}

/** Adds `--user` and `--producer`. */
export function withSubjectFlags(command: Command): Command {
  return command
    .option("--user <id>", "the events whose `user_id` this is")
    .option("--producer <id>", "the events of this producer that name no user");
}

/** Undefined when neither is given. */
export function subjectOf({ user, producer }: SubjectFlags): Subject | undefined {
  if (user !== undefined && producer !== undefined)
    throw usageFailure("Both --user and --producer are given.", "Give one: they are two subjects.");
  if (user === "" || producer === "")
    throw usageFailure("The subject has no name.", "Give --user ID or --producer ID.");
  if (user !== undefined) return { user_id: user };
  return producer === undefined ? undefined : { producer };
}
