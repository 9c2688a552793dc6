import { z } from "zod";

/** One setting: its variable, its schema (with default) and the line of `docs/reference/configuration.md`. */
export interface Setting<T extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly schema: T;
  readonly description: string;
  /** Never shown by `daybook doctor` or in logs. */
  readonly secret?: true;
}

const flag = z.union([z.boolean(), z.stringbool()]);
const MB = "megabytes (1,048,576 bytes)";

/**
 * Every setting of the server. In `daybook.yaml` the key is the name as written here; the variable
 * overrides the file and a flag overrides the variable.
 */
export const SETTINGS = {
  host: {
    env: "DAYBOOK_HOST",
    schema: z.string().min(1).default("127.0.0.1"),
    description: "Address to listen on. Anything but loopback needs `admin_key` to be set by you.",
  },
  port: {
    env: "DAYBOOK_PORT",
    schema: z.coerce.number().int().min(0).max(65_535).default(8002),
    description: "TCP port; 0 takes a free one.",
  },
  data_dir: {
    env: "DAYBOOK_DATA_DIR",
    schema: z.string().min(1).default("daybook-data"),
    description: "Directory of one installation: journal, store, keys, state. Relative to where Daybook is started.",
  },
  store: {
    env: "DAYBOOK_STORE",
    schema: z.union([z.literal("embedded"), z.url({ protocol: /^https?$/ })]).default("embedded"),
    description: "`embedded`, or the URL of a ClickHouse server (`http://user:password@host:8123`).",
  },
  admin_key: {
    env: "DAYBOOK_ADMIN_KEY",
    schema: z.string().min(16, "must have at least 16 characters").optional(),
    description: "The admin key. Without it one is made at first start under `keys/admin.key` (mode 0600).",
    secret: true,
  },
  demo: {
    env: "DAYBOOK_DEMO",
    schema: flag.default(false),
    description: "Run a simulated trading bot against this installation.",
  },
  allowed_hosts: {
    env: "DAYBOOK_ALLOWED_HOSTS",
    schema: z
      .union([z.array(z.string()), z.string().transform((text) => text.split(",").map((host) => host.trim()))])
      .default([]),
    description: "More host names under which the page may be opened, for example behind a proxy. Comma-separated.",
  },
  public_url: {
    env: "DAYBOOK_PUBLIC_URL",
    schema: z.url({ protocol: /^https?$/ }).optional(),
    description:
      "How people reach the page, when not by host and port. Its host is allowed; `https` makes cookies Secure.",
  },
  journal_segment_size_mb: {
    env: "DAYBOOK_JOURNAL_SEGMENT_SIZE_MB",
    schema: z.coerce.number().min(1).max(1024).default(64),
    description: `Size of one journal segment before it is sealed and compressed, in ${MB}.`,
  },
  journal_window_days: {
    env: "DAYBOOK_JOURNAL_WINDOW_DAYS",
    schema: z.coerce.number().min(0).max(3650).default(7),
    description: "Days for which the journal is kept so that everything can be replayed.",
  },
  disk_reserve_mb: {
    env: "DAYBOOK_DISK_RESERVE_MB",
    schema: z.coerce.number().min(0).default(512),
    description: `Free space below which new events are refused with 503, in ${MB}.`,
  },
  redaction: {
    env: "DAYBOOK_REDACTION",
    schema: z.enum(["mask", "hash", "off"]).default("mask"),
    description: "What happens to secrets at the door: blanked, replaced by a keyed hash, or nothing.",
  },
  engine_memory_mb: {
    env: "DAYBOOK_ENGINE_MEMORY_MB",
    schema: z.coerce.number().min(512).default(4096),
    description: `Upper bound for the embedded engine's memory, in ${MB}.`,
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type Config = { readonly [N in SettingName]: z.output<(typeof SETTINGS)[N]["schema"]> };
