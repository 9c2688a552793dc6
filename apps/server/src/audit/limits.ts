/** The trail's place in the journal. */
export const AUDIT_CURSOR = "audit";
/** Lines that are held against the trail at a time. */
export const CHECK_BATCH_EVENTS = 5_000;
export const CHECK_BATCH_BYTES = 8 * 1024 * 1024;
/** Damage that one check lists; what is beyond is counted. */
export const MAX_LISTED_FINDINGS = 1_000;
/** How often the newest head is shown to the witnesses: they are asked to remember, not to follow each second. */
export const WITNESS_INTERVAL_MS = 60_000;
