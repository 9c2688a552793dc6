/** What the name of a log file says. */
export interface LogName {
  /** Name without day, number and endings: files of one stem follow each other. */
  stem: string;
  /** `live` is written to, `backup` was put aside by the logger, `other` was made by another program. */
  kind: "live" | "backup" | "other";
  /** Of a backup: the day in its name, and the number within the day. */
  day: string;
  number: number;
  /** By the name alone; the first bytes of the file decide. */
  isGzip: boolean;
}

const BACKUP = /^(.+)\.(\d{4}-\d{2}-\d{2})\.(\d{3,9})\.log(\.gz)?$/;
const LIVE = /^(.+)\.log$/;
/** NDJSON by any name that is usual: `a.ndjson`, `a.jsonl.gz`, `a.log.gz`, `a.log.1`, `a.log.2026-11-21.gz`. */
const OTHER = /^(.+?)\.(?:log(?:\.[\w-]+)*|ndjson|jsonl)(\.gz)?$/;

/** Undefined when the name is not that of a log file. Hidden files and files in the making are none. */
export function parseLogName(name: string): LogName | undefined {
  if (name.startsWith(".") || /\.(?:tmp|part|lock)(?:\.gz)?$/.test(name)) return undefined;
  const backup = BACKUP.exec(name);
  if (backup !== null) {
    const [, stem = "", day = "", number = "", gz] = backup;
    return { stem, kind: "backup", day, number: Number(number), isGzip: gz !== undefined };
  }
  const live = LIVE.exec(name);
  if (live !== null) return { stem: live[1] ?? "", kind: "live", day: "", number: 0, isGzip: false };
  const other = OTHER.exec(name);
  if (other === null) return undefined;
  return { stem: name.replace(/\.gz$/, ""), kind: "other", day: "", number: 0, isGzip: name.endsWith(".gz") };
}

/** By stem, then oldest first: backups by day and number, then the file that is written to. */
export function compareLogNames(a: LogName, b: LogName): number {
  if (a.stem !== b.stem) return a.stem < b.stem ? -1 : 1;
  if (a.kind !== b.kind) return a.kind === "backup" ? -1 : 1;
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.number - b.number || Number(a.isGzip) - Number(b.isGzip);
}
