import { print } from "./fixed.ts";
import type { Random } from "./random.ts";
import { round } from "./strategies.ts";
import type { World } from "./world.ts";
import { simulatedError } from "./world.ts";

const AGENTS = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "okhttp/4.12.0",
  "python-requests/2.32.3",
];
const PATHS = [
  "/api/v1/positions",
  "/api/v1/orders",
  "/api/v1/balance",
  "/api/v1/signals",
  "/api/v1/strategies",
  "/health",
];
const MARKET_CALLS = [
  "/api/v3/ticker/24hr",
  "/api/v3/depth",
  "/api/v3/account",
  "/api/v3/openOrders",
  "/api/v3/myTrades",
];
const COMMANDS = ["/status", "/positions", "/balance", "/pnl", "/pause", "/resume", "/risk"];

/** People and programs that talk to the system, and the system that talks to exchanges. */
export function startTraffic(world: World): void {
  const { schedule, random } = world;
  schedule.every(
    () => random.exponential(1_100) / world.chatter,
    () => serveRequest(world),
  );
  schedule.every(
    () => random.exponential(900) / world.chatter,
    () => callExchange(world),
  );
  schedule.every(
    () => random.exponential(40_000),
    () => answerTelegram(world),
  );
  schedule.every(
    () => random.exponential(240_000),
    () => knockAtTheDoor(world),
  );
  schedule.every(
    () => 60_000 + random.exponential(400_000),
    () => loseStream(world),
  );
}

function serveRequest(world: World): void {
  const { random } = world;
  const log = world.log("api-gateway", "gateway.http");
  const slow = random.chance(0.01);
  const failed = random.chance(0.006);
  const path = random.pick(PATHS);
  const response_time_ms = round((slow ? 2_500 : 4) + random.exponential(slow ? 2_000 : 22), 1);
  const fields = {
    method: random.chance(0.85) ? "GET" : "POST",
    path,
    status_code: failed ? 500 : random.chance(0.02) ? 404 : 200,
    response_time_ms,
    request_id: random.hex(32),
    user_id: `u_${random.integer(1, 24)}`,
    ip_address: address(random),
    user_agent: random.pick(AGENTS),
  };
  if (!failed) {
    log.httpRequest(slow ? { ...fields, level: "WARNING", slow: true } : { ...fields, level: "INFO" });
    return;
  }
  const error = simulatedError(
    "DatabaseError",
    "Database connection lost: terminating connection due to administrator command",
    [
      "Connection.parseE (node_modules/pg-protocol/src/parser.ts:369:69)",
      "PositionStore.list (api-gateway/src/position-store.ts:52:18)",
      `handler (api-gateway/src/routes${path}.ts:17:5)`,
    ],
    { code: "57P01" },
  );
  log.httpRequest({ ...fields, level: "ERROR", error });
}

function callExchange(world: World): void {
  const { random } = world;
  const exchange = random.pick(["binance", "bybit", "kraken"]);
  const log = world.log("exchange-connector", `connector.${exchange}`);
  const call = { method: "GET", endpoint: random.pick(MARKET_CALLS), exchange };
  const response_time_ms = round(8 + random.exponential(45), 1);
  const fate = random.next();
  if (fate < 0.985) {
    log.apiCall({ ...call, status_code: 200, response_time_ms, weight: random.pick([1, 2, 5, 10]) });
    return;
  }
  if (fate < 0.993) {
    log.rateLimit({
      ...call,
      status_code: 429,
      retry_after_s: random.integer(1, 10),
      limit: 1200,
      used: random.integer(1180, 1200),
    });
    return;
  }
  const error = simulatedError(
    "ExchangeApiError",
    `${exchange} answered 502 Bad Gateway`,
    [
      "RestClient.parse (exchange-connector/src/rest-client.ts:171:13)",
      "RestClient.request (exchange-connector/src/rest-client.ts:124:19)",
    ],
    { status_code: 502 },
  );
  log.apiError({ ...call, status_code: 502, response_time_ms, error });
}

function answerTelegram(world: World): void {
  const { random, schedule, portfolio } = world;
  const log = world.log("telegram-bot", "telegram.commands");
  const command = random.pick(COMMANDS);
  const user_id = `tg_${random.integer(100, 112)}`;
  const request_id = random.hex(32);
  const response_time_ms = round(60 + random.exponential(180), 1);
  log.withContext({ request_id }, () => {
    log.telegramInteraction({ command, user_id, chat_type: "private" });
    if (command === "/pause" || command === "/resume")
      log.tradingCommand({ command: command.slice(1), user_id, status: "refused" });
  });
  schedule.after(response_time_ms, () =>
    log.withContext({ request_id }, () =>
      log.botResponse({
        command,
        user_id,
        response_time_ms,
        text: `Equity ${print(portfolio.equity)} USDT, ${portfolio.positions.length} positions`,
      }),
    ),
  );
}

function knockAtTheDoor(world: World): void {
  const { random } = world;
  const log = world.log("api-gateway", "gateway.auth");
  const about = { user_id: `u_${random.integer(1, 24)}`, ip_address: address(random), user_agent: random.pick(AGENTS) };
  if (random.chance(0.7)) log.login({ ...about, status: "success", method: "totp" });
  else {
    log.accessDenied({
      ...about,
      message: "Unauthorized access attempt on /api/v1/admin",
      resource: "/api/v1/admin",
      reason: "role read_only",
    });
  }
}

function loseStream(world: World): void {
  const { random, schedule } = world;
  const exchange = random.pick(["binance", "bybit", "kraken"]);
  const log = world.log("exchange-connector", `connector.${exchange}.stream`);
  const downMs = 400 + random.exponential(1_500);
  log.warning(`WebSocket of ${exchange} closed`, { exchange, close_code: 1006, channels: ["trades", "depth"] });
  log.debug("Waiting before reconnect", { exchange, backoff_ms: 400 });
  schedule.after(downMs, () =>
    log.info(`WebSocket of ${exchange} connected again`, { exchange, down_ms: round(downMs, 0), missed_messages: 0 }),
  );
}

/** Documentation addresses (RFC 5737): they belong to nobody. */
function address(random: Random): string {
  return `${random.pick(["192.0.2", "198.51.100", "203.0.113"])}.${random.integer(1, 254)}`;
}
