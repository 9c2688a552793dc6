import { execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createLogger, syslogSink } from "../../packages/logger/dist/index.js";
import { eventually, temporaryDir } from "../harness.mjs";

const PATIENCE_MS = 20_000;
const COUNT = 2_000;

const dir = temporaryDir("rsyslog");
const servers = [];
const logs = [];
let started = 0;

beforeAll(() => {
  const path = (name) => join(dir.path, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: "ignore" });
  // An authority of the test's own, and a server that it vouches for.
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=Test authority",
    "-keyout",
    path("ca.key"),
    "-out",
    path("ca.pem"),
  );
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    "/CN=localhost",
    "-keyout",
    path("server.key"),
    "-out",
    path("server.csr"),
  );
  writeFileSync(path("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  openssl(
    "x509",
    "-req",
    "-in",
    path("server.csr"),
    "-CA",
    path("ca.pem"),
    "-CAkey",
    path("ca.key"),
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    path("names"),
    "-out",
    path("server.pem"),
  );
});

afterEach(async () => {
  for (const log of logs.splice(0)) await log.close(100);
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => dir.remove());

/** rsyslogd with one input; what it takes comes as JSON, property by property. */
async function startRsyslog(transport, { port } = {}) {
  const name = `${transport}-${++started}`;
  const outFile = join(dir.path, `${name}.out`);
  const portFile = join(dir.path, `${name}.port`);
  const chosen = port ?? (transport === "udp" ? await freeUdpPort() : 0);
  const tls = `StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"`;
  const inputs = {
    udp: `module(load="imudp")\ninput(type="imudp" address="127.0.0.1" port="${chosen}")`,
    tcp: `module(load="imtcp")\ninput(type="imtcp" address="127.0.0.1" port="${chosen}" listenPortFileName="${portFile}")`,
    tls: `module(load="imtcp" ${tls})\ninput(type="imtcp" address="127.0.0.1" port="${chosen}" listenPortFileName="${portFile}")`,
  };
  const properties = ["pri", "timereported", "hostname", "app-name", "procid", "msgid", "structured-data", "msg"];
  const list = properties.map((property) => {
    const date = property === "timereported" ? ' dateFormat="rfc3339"' : "";
    return `property(outname="${property}" name="${property}" format="jsonf"${date})`;
  });
  const config = [
    `global(workDirectory="${dir.path}" maxMessageSize="64k" defaultNetstreamDriverCAFile="${dir.path}/ca.pem"`,
    `  defaultNetstreamDriverCertFile="${dir.path}/server.pem" defaultNetstreamDriverKeyFile="${dir.path}/server.key")`,
    inputs[transport],
    `template(name="line" type="list" option.jsonf="on") { ${list.join(" ")} }`,
    `action(type="omfile" file="${outFile}" template="line")`,
  ];
  const configFile = join(dir.path, `${name}.conf`);
  writeFileSync(configFile, `${config.join("\n")}\n`);
  const child = spawn("/usr/sbin/rsyslogd", ["-n", "-f", configFile, "-i", join(dir.path, `${name}.pid`)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
  const exited = once(child, "exit");
  const server = {
    /** What it took so far; not what it tells of its own doings. */
    get taken() {
      const text = existsSync(outFile) ? readFileSync(outFile, "utf8") : "";
      const messages = text
        .slice(0, text.lastIndexOf("\n") + 1)
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      return messages.filter((message) => message["app-name"] !== "rsyslogd");
    },
    port:
      chosen !== 0
        ? chosen
        : Number(await eventually(`rsyslogd listens: ${output}`, () => readFileSync(portFile, "utf8").trim())),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
    },
    received: (count) => eventually(`${count} messages, ${output}`, () => server.taken.length >= count, PATIENCE_MS),
  };
  servers.push(server);
  return server;
}

async function freeUdpPort() {
  const socket = createSocket("udp4");
  await new Promise((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

function connect(options) {
  const faults = [];
  const log = createLogger({
    service: "bot",
    host: "desk-1",
    sinks: [syslogSink(options)],
    env: {},
    flushAtExit: false,
    onError: (fault) => faults.push(fault),
  });
  logs.push(log);
  return { log, faults };
}

function expectWhole(taken) {
  const records = taken.map(({ msg }) => JSON.parse(msg));
  expect(records.map((record) => record.message)).toEqual(
    Array.from({ length: taken.length }, (_, i) => `event ${i} "ü"]`),
  );
}

function logMany(log, count) {
  for (let i = 0; i < count; i++) log.info(`event ${i} "ü"]`, { symbol: 'A"B\\C]' });
}

it.each(["tcp", "tls"])("rsyslog takes every record over %s, whole and in order", async (transport) => {
  const server = await startRsyslog(transport);
  const tls = transport === "tls" ? { ca: readFileSync(join(dir.path, "ca.pem")), servername: "localhost" } : {};
  const { log, faults } = connect({ transport, port: server.port, tls });
  logMany(log, COUNT);
  await log.flush(PATIENCE_MS);
  await server.received(COUNT);
  expectWhole(server.taken);
  expect(faults).toEqual([]);
});

it("rsyslog understands each part of the header and the structured data", async () => {
  const server = await startRsyslog("tcp");
  const { log } = connect({ transport: "tcp", port: server.port, facility: "local3" });
  const id = log.riskAlert({ symbol: 'A"B\\C]', message: "too much" });
  await log.flush(PATIENCE_MS);
  await server.received(1);
  expect(server.taken[0]).toMatchObject({
    pri: String(19 * 8 + 4),
    hostname: "desk-1",
    "app-name": "bot",
    procid: String(process.pid),
    msgid: "risk_alert",
  });
  const record = JSON.parse(server.taken[0].msg);
  expect(Date.parse(server.taken[0].timereported)).toBe(Date.parse(`${record.timestamp.slice(0, 23)}Z`));
  expect(server.taken[0]["structured-data"]).toContain(`[daybook@32473 level="RISK_ALERT" id="${id}"`);
  expect(server.taken[0]["structured-data"]).toContain(`symbol="A\\"B\\\\C\\]"`);
});

it("rsyslog takes datagrams", async () => {
  const server = await startRsyslog("udp");
  const { log } = connect({ transport: "udp", port: server.port });
  // One by one, until the first is through: nobody hears a datagram before the server listens.
  await eventually("the first datagram", async () => {
    if (server.taken.length > 0) return true;
    log.info("are you there?");
    await log.flush(100);
    return false;
  });
  const before = server.taken.length;
  log.info('event 0 "ü"]', { symbol: "BTC" });
  await log.flush(PATIENCE_MS);
  const ours = () => server.taken.slice(before).filter(({ msg }) => msg.includes("event 0"));
  await eventually("the datagram", () => ours().length === 1);
  expectWhole(ours());
});

it("a server whose certificate nobody known vouches for gets nothing", async () => {
  const server = await startRsyslog("tls");
  const { log, faults } = connect({ transport: "tls", port: server.port, tls: { servername: "localhost" } });
  log.info("secret");
  await eventually("the refusal", () => faults.length > 0);
  expect(faults[0]).toMatchObject({ sink: "syslog", code: "DAYBOOK_LOGGER_SYSLOG" });
  await log.close(1);
  expect(server.taken).toEqual([]);
});

it("what is logged while rsyslog is away arrives when it is back", async () => {
  const first = await startRsyslog("tcp");
  const { log, faults } = connect({ transport: "tcp", port: first.port });
  log.info("before");
  await log.flush(PATIENCE_MS);
  await first.received(1);
  await first.stop();
  await eventually("the sink notices", () => faults.length > 0);
  logMany(log, COUNT);
  const second = await startRsyslog("tcp", { port: first.port });
  await log.flush(PATIENCE_MS);
  await second.received(COUNT);
  expectWhole(second.taken);
});
