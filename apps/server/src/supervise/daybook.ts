import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createIdGenerator } from "@daybook/protocol";
import { replaceFile } from "../access/durable-file.ts";
import { openKeyStore } from "../access/key-store.ts";
import type { KeyStore } from "../access/key-store.ts";
import { openSessions } from "../access/sessions.ts";
import type { Config } from "../config/settings.ts";
import { superviseEngine } from "../engine/index.ts";
import type { EngineHandle } from "../engine/index.ts";
import { ErasureState } from "../erasure/index.ts";
import { createApp } from "../http/app.ts";
import { openIngest } from "../ingest/index.ts";
import { lockDataDir, openJournal } from "../journal/index.ts";
import type { Journal } from "../journal/index.ts";
import { openStore } from "../store/index.ts";
import type { StoreAddress } from "../store/index.ts";
import { createTailHub } from "../tail/hub.ts";
import { superviseChild } from "./child.ts";
import { listen } from "./listen.ts";
import { createRedaction } from "./redaction.ts";
import { startReports } from "./reports-door.ts";
import { connectRooms } from "./rooms.ts";
import { openTrailRooms } from "./trail-rooms.ts";

const MEGABYTE = 1024 * 1024;
const DAY_MS = 86_400_000;
const DEMO_KEY_NAME = "demo bot";

/** What the process hands in. */
export interface Surroundings {
  version: string;
  nowMs: () => number;
  random: () => number;
  /** The built page; the API works without. */
  pageDir?: string | undefined;
  /** The demo bot's entry. */
  demoEntry: string;
  /** Lines for the operator; never events of users. */
  log: (level: "info" | "warning" | "error", message: string) => void;
  /** The installation cannot go on: the process should stop it, end, and be started again. */
  onFatal: (error: Error) => void;
}

/** A running installation: a test starts and stops it as the process does. */
export interface Daybook {
  readonly url: string;
  /** A page address that signs in once. */
  signInUrl(): string;
  /** Takes no more events, answers what is under way, flushes, ends the engine. */
  stop(): Promise<void>;
}

type Closer = () => unknown;

/**
 * Opens the rooms of one installation in the order in which they depend on each other; `stop` closes them in reverse.
 *
 * @throws DaybookError `DAYBOOK_DATA_DIR_LOCKED`, `DAYBOOK_JOURNAL_DAMAGED`, `DAYBOOK_CONFIG_INVALID` …
 */
export async function startDaybook(config: Config, around: Surroundings): Promise<Daybook> {
  const closers: Closer[] = [];
  async function stop(): Promise<void> {
    for (const close of closers.splice(0).toReversed()) {
      try {
        await close();
      } catch (error) {
        around.log("error", `while stopping: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  try {
    return await openRooms(config, around, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openRooms(
  config: Config,
  around: Surroundings,
  closers: Closer[],
  stop: Daybook["stop"],
): Promise<Daybook> {
  const { nowMs, log } = around;
  const dataDir = resolve(config.data_dir);
  const [stateDir, keysDir] = [join(dataDir, "state"), join(dataDir, "keys")];
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = await lockDataDir(dataDir, { onLost: around.onFatal });
  closers.push(() => lock.release());

  const clock = { nowMs };
  const journal = await openDurableJournal(config, dataDir, around);
  closers.push(() => journal.close());
  const keys = openKeyStore(keysDir, { adminKey: config.admin_key, nowMs });
  const sessions = openSessions(stateDir, nowMs);
  const newId = createIdGenerator({ nowMs, random: around.random });
  const redactor = createRedaction(config.redaction, keysDir);
  const ingest = await openIngest({ journal, stateDir, clock, redactor, newId, onFault: warn(log, "ingest") });
  closers.push(() => ingest.close());

  const engine =
    config.store === "embedded" ? await superviseEngine({ dataDir, maxMemoryMb: config.engine_memory_mb }) : undefined;
  if (engine) {
    closers.push(() => engine.stop());
    closers.push(logEngine(engine, log));
    publishEngine(stateDir, engine);
  }
  const erasure = new ErasureState(stateDir);
  const store = await openStore({
    ...storeAddress(config, engine),
    journal,
    erasedUpTo: () => erasure.erasedUpTo,
    stateDir,
    clock,
    onFault: warn(log, "store"),
  });
  closers.push(() => store.close());
  const trail = await openTrailRooms(config, { dataDir, keysDir, journal, ingest, nowMs, log });
  closers.push(() => trail.stop());
  const tail = createTailHub(journal);
  closers.push(() => tail.close());

  let url = "";
  const publicUrl = (): string => config.public_url?.replace(/\/$/, "") ?? url;
  const own = { keys, sessions, redactor, dataDir, stateDir, newId, publicUrl };
  const parts = { config, journal, ingest, engine, store, trail, erasure, tail, ...own };
  const rooms = connectRooms(parts, around);
  const publicHost = config.public_url === undefined ? [] : [new URL(config.public_url).hostname];
  const app = await createApp({
    rooms,
    allowedHosts: [...config.allowed_hosts, ...publicHost],
    pageDir: around.pageDir,
  });
  closers.push(() => app.close());
  url = await listen(app, config.host, config.port);

  closers.push(startReports(config, { store, dataDir, publicUrl }, nowMs, warn(log, "a report")));

  const addressFile = join(stateDir, "address.json");
  replaceFile(addressFile, `${JSON.stringify({ url, pid: process.pid })}\n`);
  closers.push(() => rmSync(addressFile, { force: true }));
  if (config.demo) closers.push(startDemo({ keys, journal, url }, around));
  return { url, signInUrl: () => `${publicUrl()}/#signin=${sessions.createCode("admin")}`, stop };
}

/** Returns the way to end it. */
function startDemo(
  { keys, journal, url }: { keys: KeyStore; journal: Journal; url: string },
  { demoEntry, log }: Surroundings,
): Closer {
  const key = demoKey(keys);
  const bot = superviseChild({
    entry: demoEntry,
    // An hour of history makes a new page look alive; a second one would only repeat the first.
    env: () => ({ DAYBOOK_URL: url, DAYBOOK_KEY: key, DAYBOOK_DEMO_BACKFILL: journal.lastSeq === 0 ? "1" : "0" }),
    onExit: warn(log, "the demo bot ended and is started again"),
  });
  return () => bot.stop();
}

async function openDurableJournal(
  config: Config,
  dataDir: string,
  { nowMs, log, onFatal }: Surroundings,
): Promise<Journal> {
  const journal = await openJournal({
    dir: join(dataDir, "journal"),
    clock: { nowMs },
    segmentSizeBytes: Math.round(config.journal_segment_size_mb * MEGABYTE),
    windowMs: config.journal_window_days * DAY_MS,
    reserveBytes: config.disk_reserve_mb * MEGABYTE,
    onFault(error) {
      log("error", `journal: ${error.message}`);
      // A journal that failed takes nothing any more; a restart recovers its tail.
      if (journal.stats().state === "failed") onFatal(error);
    },
  });
  const { cutBytes } = journal.recovery;
  if (cutBytes > 0) log("warning", `journal: ${cutBytes} bytes of a torn batch were cut; none of it was acknowledged`);
  return journal;
}

/** Returns the way to fall silent: an engine that we end ourselves is no news. */
function logEngine(engine: EngineHandle, log: Surroundings["log"]): Closer {
  return engine.onStateChange((state) => {
    log(
      state === "ready" ? "info" : "warning",
      `engine: ${state}${engine.lastError === null ? "" : ` (${engine.lastError})`}`,
    );
  });
}

/** For SQL by hand and other tools of this machine: readable by the owner alone. */
function publishEngine(stateDir: string, engine: EngineHandle): void {
  const write = (): void => {
    const { url, username, password } = engine;
    replaceFile(join(stateDir, "engine.json"), `${JSON.stringify({ url, username, password })}\n`);
  };
  write();
  engine.onStateChange((state) => {
    if (state === "ready") write();
  });
}

/** The engine may come back on another port; a ClickHouse URL may carry its user and password. */
function storeAddress(config: Config, engine: EngineHandle | undefined): StoreAddress {
  if (engine) return { url: () => engine.url, username: engine.username, password: engine.password };
  const url = new URL(config.store);
  const [username, password] = [decodeURIComponent(url.username) || "default", decodeURIComponent(url.password)];
  url.username = "";
  url.password = "";
  return { url: url.href, username, password };
}

/** One key for the demo bot of this run; the one of the run before is revoked. */
function demoKey(keys: KeyStore): string {
  for (const { id, name } of keys.list()) if (name === DEMO_KEY_NAME) keys.revoke(id);
  return keys.create("ingest", DEMO_KEY_NAME).key;
}

function warn(log: Surroundings["log"], where: string): (what: unknown) => void {
  return (what) => log("warning", `${where}: ${what instanceof Error ? what.message : String(what)}`);
}
