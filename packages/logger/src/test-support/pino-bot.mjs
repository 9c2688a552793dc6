// A program that logs by pino into Daybook's transport: node pino-bot.mjs DIR COUNT ENDING [URL]
import pino from "pino";

const [dir, count, ending, url] = process.argv.slice(2);
const options = {
  service: "pino-bot",
  ...(dir === "" ? {} : { dir }),
  ...(url === undefined ? {} : { url, key: "test-key" }),
};
const target = "@daybook/logger/pino";
const log = pino(
  { name: "trading", level: "debug", customLevels: { risk_alert: 45 }, messageKey: "text" },
  ending === "targets"
    ? pino.transport({ targets: [{ target, options, level: "debug" }] })
    : pino.transport({ target, options }),
);

for (let i = 0; i < Number(count); i++) log.info({ order_id: `o-${i}`, price: "42000.10" }, `line ${i}`);
log.risk_alert({ symbol: "BTCUSDT" }, "drawdown");
log.error(new RangeError("too big", { cause: new Error("limit is 3") }), "order failed");

if (ending === "exit") process.exit(3);
if (ending === "throw") throw new TypeError("nobody catches this");
if (ending === "flush") log.flush(() => process.send("flushed"));
