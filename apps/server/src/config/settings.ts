import { isTimeZone } from "@daybook/analytics";
import { z } from "zod";
import { parseRetainAtLeast } from "../erasure/retain.ts";

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
  audit: {
    env: "DAYBOOK_AUDIT",
    schema: flag.default(true),
    description: "Keep the audit trail: a signed Merkle tree over what was collected.",
  },
  audit_origin: {
    env: "DAYBOOK_AUDIT_ORIGIN",
    schema: z
      .string()
      .regex(/^[^\s+]{1,200}$/, "must have no spaces and no +")
      .optional(),
    description:
      "Name of the trail in its signed heads, best the address under which it is served, without `https://`. Fixed when the trail is made; without it one is made up.",
  },
  audit_exclude: {
    env: "DAYBOOK_AUDIT_EXCLUDE",
    schema: z
      .union([z.array(z.string()), z.string().transform((text) => text.split(",").map((name) => name.trim()))])
      .default(["DEBUG", "price"]),
    description: "Levels, categories and event types that have no entry in the trail. Comma-separated.",
  },
  audit_public: {
    env: "DAYBOOK_AUDIT_PUBLIC",
    schema: flag.default(false),
    description: "Whether heads, tiles and keys of the trail can be read without a key. They tell nothing of anybody.",
  },
  audit_master_key: {
    env: "DAYBOOK_AUDIT_MASTER_KEY",
    schema: z.string().optional(),
    description:
      "Base64 of 32 bytes that wrap the keys of subjects. Without it one is made at first start under `keys/audit-master.key` (mode 0600).",
    secret: true,
  },
  audit_witnesses: {
    env: "DAYBOOK_AUDIT_WITNESSES",
    schema: z
      .union([z.array(z.string()), z.string().transform((text) => text.split(",").map((one) => one.trim()))])
      .default([]),
    description:
      "Witnesses (tlog-witness) that are asked to cosign each minute's head: address and verifier key with a space between. Comma-separated.",
  },
  retain_at_least: {
    env: "DAYBOOK_RETAIN_AT_LEAST",
    schema: z
      .string()
      .default("")
      .transform((text, context) => {
        try {
          return parseRetainAtLeast(text);
        } catch (error) {
          context.addIssue({ code: "custom", message: (error as Error).message });
          return z.NEVER;
        }
      }),
    description:
      "Days for which events of a class of retention may not be erased, by law or contract: `trade=1825,error=365`. `daybook erase` is refused before.",
  },
  anchor_url: {
    env: "DAYBOOK_ANCHOR_URL",
    schema: z.url({ protocol: /^https?$/ }).optional(),
    description: "JSON-RPC address of an EVM node; with it heads of the audit trail are anchored on its chain.",
    secret: true,
  },
  anchor_key: {
    env: "DAYBOOK_ANCHOR_KEY",
    schema: z
      .string()
      .regex(/^0x[0-9a-fA-F]{64}$/, "must be 0x and 64 hexadecimal digits")
      .optional(),
    description:
      "Private key of the account that pays for anchoring, for this alone. Without it the file `keys/anchor.key` is read.",
    secret: true,
  },
  anchor_contract: {
    env: "DAYBOOK_ANCHOR_CONTRACT",
    schema: z
      .string()
      .regex(/^0x[0-9a-fA-F]{40}$/, "must be 0x and 40 hexadecimal digits")
      .optional(),
    description: "Address of the contract. Without it, where the usual deployer puts it on every chain.",
  },
  anchor_chain_id: {
    env: "DAYBOOK_ANCHOR_CHAIN_ID",
    schema: z.coerce.number().int().min(1).optional(),
    description: "Refuses a node of another chain.",
  },
  anchor_confirmations: {
    env: "DAYBOOK_ANCHOR_CONFIRMATIONS",
    schema: z.coerce.number().int().min(0).optional(),
    description: "Blocks on top of a head before it counts as anchored.",
  },
  anchor_interval_minutes: {
    env: "DAYBOOK_ANCHOR_INTERVAL_MINUTES",
    schema: z.coerce.number().min(0.01).max(10_080).default(10),
    description: "Minutes between two heads that are anchored; a million entries make one due sooner.",
  },
  reports: {
    env: "DAYBOOK_REPORTS",
    schema: z
      .union([z.array(z.string()), z.string().transform((text) => text.split(",").map((one) => one.trim()))])
      .transform((kinds) => kinds.filter((kind) => kind !== "" && kind !== "off"))
      .pipe(z.array(z.enum(["daily", "hourly"])))
      .default(["daily"]),
    description:
      "Reports that are made by themselves: `daily` at each close, `hourly`, or `off`. Comma-separated. They are written to `reports/` of the data directory.",
  },
  report_time_zone: {
    env: "DAYBOOK_REPORT_TIME_ZONE",
    schema: z.string().refine(isTimeZone, "must be an IANA time zone, for example America/New_York").default("UTC"),
    description: "Zone in which the days of reports are cut, where a request does not say another.",
  },
  report_close: {
    env: "DAYBOOK_REPORT_CLOSE",
    schema: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be HH:MM, for example 17:00")
      .default("00:00"),
    description: "Time of day at which a day of reports ends in that zone; `00:00` is the calendar day.",
  },
  report_periods_per_year: {
    env: "DAYBOOK_REPORT_PERIODS_PER_YEAR",
    schema: z.coerce.number().int().min(1).max(366).default(365),
    description: "Days a year in annual figures of reports: 365 for markets that never close, 252 for exchanges.",
  },
  starting_equity: {
    env: "DAYBOOK_STARTING_EQUITY",
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?$/, "must be an amount, for example 10000")
      .optional(),
    description: "Equity before the first event, for reports of bots that log no `account_balance`.",
  },
  engine_memory_mb: {
    env: "DAYBOOK_ENGINE_MEMORY_MB",
    schema: z.coerce.number().min(512).default(4096),
    description: `Upper bound for the embedded engine's memory, in ${MB}.`,
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type Config = { readonly [N in SettingName]: z.output<(typeof SETTINGS)[N]["schema"]> };
