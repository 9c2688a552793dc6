// What a program that logs to console and files takes along.
export { consoleSink, createLogger, fileSink } from "@daybook/logger";
