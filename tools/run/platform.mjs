/** What a machine must offer. Written for old Node too, so that the message below is what its user reads. */

export const OLDEST_NODE = [20, 19, 0];

const PLATFORMS = ["linux x64", "linux arm64", "darwin x64", "darwin arm64"];

/**
 * Why Daybook's server cannot run here, or `undefined` when it can.
 * @param {{ node: string, platform: string, arch: string, glibc: boolean }} machine
 */
export function whyUnsupported(machine) {
  const [major, minor, patch] = machine.node.replace(/^v/, "").split(/[.-]/).map(Number);
  const [wantMajor, wantMinor, wantPatch] = OLDEST_NODE;
  const old =
    major < wantMajor || (major === wantMajor && (minor < wantMinor || (minor === wantMinor && patch < wantPatch)));
  if (old) {
    return `Daybook needs Node ${OLDEST_NODE.join(".")} or newer; this is ${machine.node}. Get one from https://nodejs.org or with your version manager, then run the command again.`;
  }
  const name = `${machine.platform} ${machine.arch}`;
  if (!PLATFORMS.includes(name)) {
    return `Daybook's server runs on Linux (x64, arm64) and macOS; this is ${name}. The logger library runs here and can send to a server elsewhere.`;
  }
  if (machine.platform === "linux" && !machine.glibc) {
    return "Daybook's embedded store needs a Linux with glibc (Debian, Ubuntu, Fedora …); this one has another C library, as Alpine has.";
  }
  return undefined;
}

/** This machine, in the words of `whyUnsupported`. */
export function thisMachine() {
  // Without this the report asks the resolver about every open socket.
  if (process.report) process.report.excludeNetwork = true;
  const header = process.report ? process.report.getReport().header : {};
  return {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    glibc: header.glibcVersionRuntime !== undefined,
  };
}
