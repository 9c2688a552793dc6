import { describe, expect, it } from "vitest";
import type { SyslogSinkOptions } from "./syslog-sink.ts";
import { syslogSink } from "./syslog-sink.ts";

describe("options", () => {
  it.each<[string, object]>([
    ["transport", { transport: "relp" }],
    ["facility", { facility: "kitchen" }],
    ["port", { port: 70_000 }],
    ["body", { body: "xml" }],
    ["structuredDataId", { structuredDataId: "a b" }],
    ["maxMessageBytes", { maxMessageBytes: 100 }],
    ["maxMessageBytes", { maxMessageBytes: 65_508 }],
    ["maxBufferBytes", { maxBufferBytes: 0 }],
  ])("that are wrong are refused: %s", (setting, options) => {
    expect(() => syslogSink(options as SyslogSinkOptions)).toThrow(
      expect.objectContaining({
        code: "DAYBOOK_LOGGER_CONFIG",
        message: expect.stringMatching(new RegExp(`^${setting} is`)) as string,
      }),
    );
  });
});
