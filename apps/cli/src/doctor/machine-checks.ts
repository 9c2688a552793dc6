import { failed, ok, type Finding } from "./check.ts";

const MIN_NODE = [20, 19] as const;

/** `version` as in `process.versions.node`. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  if (isEnough) return ok("Node", version);
  return failed(
    "Node",
    `${version} is too old`,
    `Install Node ${MIN_NODE.join(".")} or newer, for example with nvm or from nodejs.org.`,
  );
}

/** The embedded store's library exists for these. */
export function checkPlatform(platform: string, arch: string): Finding {
  const isKnown = (platform === "linux" || platform === "darwin") && (arch === "x64" || arch === "arm64");
  if (isKnown) return ok("Platform", `${platform} ${arch}`);
  const mend =
    "Run the server on Linux or macOS (x64, arm64), or let it use a ClickHouse server: DAYBOOK_STORE=http://…";
  return failed("Platform", `the embedded store does not run on ${platform} ${arch}`, mend);
}

/** A clock before this text was written is wrong: retention and sign-in links would go by it. */
const EARLIEST_MS = Date.UTC(2025, 0, 1);

export function checkClock(nowMs: number): Finding {
  const text = new Date(nowMs).toISOString();
  if (nowMs >= EARLIEST_MS) return ok("Clock", text);
  return failed("Clock", `${text} is in the past`, "Set the clock, for example: sudo timedatectl set-ntp true");
}
