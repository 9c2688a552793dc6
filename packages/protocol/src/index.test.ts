import { expect, it } from "vitest";
import * as protocol from "./index.ts";
import * as limits from "./limits.ts";

it("exports these values and no others, besides the limits", () => {
  const names = Object.keys(protocol).filter((name) => !(name in limits));
  expect(names.toSorted()).toMatchInlineSnapshot(`
    [
      "CATEGORIES",
      "DaybookError",
      "ERRORS",
      "EVENT_SCHEMAS",
      "EVENT_TYPES",
      "FIELD_NAMES",
      "LEVELS",
      "LEVEL_RANK",
      "MAX_TIMESTAMP",
      "MIN_TIMESTAMP",
      "RECORD_FIELDS",
      "REDACTION_RULES",
      "RETENTION_DAYS",
      "ROLES",
      "canonicalEventType",
      "categoryOf",
      "createIdGenerator",
      "createRedactor",
      "decodeRecord",
      "defaultLevelOf",
      "encodeRecord",
      "erasedLine",
      "formatTimestamp",
      "isDecimalText",
      "isEncryptedValue",
      "isEventType",
      "isFloatSafe",
      "isLevel",
      "normaliseEvent",
      "numberRecord",
      "parseDecimal",
      "parseErasedLine",
      "parseJson",
      "parseLevelName",
      "parseLevelNumber",
      "parseTimestamp",
      "problemOf",
      "retentionClassOf",
      "squashKey",
    ]
  `);
});
