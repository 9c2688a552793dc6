// Imports each door of the package, to be bundled.
import { captureConsole } from "@daybook/logger/console";
import { expressLogger } from "@daybook/logger/express";
import { fastifyLogger } from "@daybook/logger/fastify";
import { grammyLogger } from "@daybook/logger/grammy";
import { honoLogger } from "@daybook/logger/hono";
import { pinoDestination } from "@daybook/logger/pino";
import { telegrafLogger } from "@daybook/logger/telegraf";
import { DaybookTransport } from "@daybook/logger/winston";

const doors = {
  captureConsole,
  DaybookTransport,
  expressLogger,
  fastifyLogger,
  grammyLogger,
  honoLogger,
  pinoDestination,
  telegrafLogger,
};
const names = Object.keys(doors).filter((name) => typeof doors[name] === "function");
process.stdout.write(`${names.join(" ")}\n`);
