import { expect, test } from "vitest";
import * as audit from "./index.ts";

test("the exported names", () => {
  expect(Object.keys(audit).sort()).toEqual([
    "DEFAULT_EXCLUSIONS",
    "RecordCheck",
    "Sequencer",
    "Trail",
    "TrailReader",
    "TrailStateError",
    "Witness",
    "WitnessError",
    "directorySource",
    "isMissing",
    "isNoSpace",
    "makeEvidence",
    "nodeHasher",
    "nodeTrailFs",
    "nodeVerifyEd25519",
    "openMasterKey",
    "readIfThere",
    "replaceFile",
    "sha256Into",
    "subjectName",
    "viewRecord",
    "withCosignatures",
  ]);
});
