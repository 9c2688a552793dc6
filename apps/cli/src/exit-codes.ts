/** What the command's exit code says. Scripts match on these; `docs/reference/cli.md` lists them. */
export const EXIT = {
  ok: 0,
  someFailed: 1,
  usage: 2,
  /** Of `fsck` and of `verify` with a proof: no verdict, whatever the reason. */
  unchecked: 2,
  unreachable: 3,
  refused: 4,
  config: 78,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | (number & {});

/** In the order of the reference. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.ok, "done"],
  [
    EXIT.someFailed,
    "something failed: lines were rejected, a check of `doctor` failed, `fsck` or `verify` found damage or a gap, a file or an encrypted field could not be read, the server had an error",
  ],
  [
    EXIT.usage,
    "the command, an option or the search query cannot be understood; nothing was done. Of `fsck`, and of `verify` with a proof: it could not be checked, whatever the reason",
  ],
  [EXIT.unreachable, "the server cannot be reached or did not answer in time"],
  [EXIT.refused, "no valid key, or one of too small a role"],
  [EXIT.config, "a setting or the installation is wrong; trying again cannot help"],
  [EXIT.interrupted, "interrupted by Ctrl-C"],
  [EXIT.terminated, "ended by SIGTERM"],
];
