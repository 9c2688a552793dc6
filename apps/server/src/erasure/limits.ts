/** A store that is minutes behind catches up; one that is away longer is said, and the erasure is gone on with later. */
export const SEARCHABLE_TIMEOUT_MS = 600_000;
/** How often a trail that is replayed after a start is looked at. */
export const REPLAY_POLL_MS = 100;
