// A program that logs by winston into Daybook's transport: node winston-bot.mjs DIR COUNT ENDING [URL]
import { DaybookTransport } from "@daybook/logger/winston";
import winston from "winston";

const [dir, count, ending, url] = process.argv.slice(2);
const transport = new DaybookTransport({
  service: "winston-bot",
  dir,
  handleExceptions: ending === "handled",
  ...(url === undefined ? {} : { url, key: "test-key" }),
});
const log = winston.createLogger({ level: "debug", transports: [transport], exitOnError: true });

for (let i = 0; i < Number(count); i++) log.info(`line ${i}`, { order_id: `o-${i}`, price: "42000.10" });
log.error("order failed", new RangeError("too big", { cause: new Error("limit is 3") }));

if (ending === "exit") process.exit(3);
if (ending === "throw" || ending === "handled")
  setImmediate(() => {
    throw new TypeError("nobody catches this");
  });
