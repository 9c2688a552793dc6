import { existsSync } from "node:fs";
import { installPackages } from "./debian-packages.mjs";

/** The server, what it needs for TLS, and what makes certificates for the test. */
const NEEDED = ["/usr/sbin/rsyslogd", "/usr/bin/openssl"];
const PACKAGES = ["rsyslog", "rsyslog-openssl", "openssl"];

/**
 * The syslog server that the sink is tested against.
 * @returns {Promise<{ why: string } | {}>}
 */
export async function ensureRsyslog() {
  const isThere = () => NEEDED.every((path) => existsSync(path)) && hasTlsDriver();
  if (isThere()) return {};
  const why = await installPackages("rsyslog", PACKAGES);
  if (why !== undefined) return { why };
  return isThere() ? {} : { why: "apt-get installed no rsyslog" };
}

/** Where Debian keeps modules depends on the machine's kind. */
function hasTlsDriver() {
  const folders = ["/usr/lib/x86_64-linux-gnu/rsyslog", "/usr/lib/aarch64-linux-gnu/rsyslog"];
  return folders.some((folder) => existsSync(`${folder}/lmnsd_ossl.so`));
}
