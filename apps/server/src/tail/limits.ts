/** Frames are gathered this long: below what an eye sees, and 40 wake-ups a second at most for a client. */
export const FLUSH_INTERVAL_MS = 25;
/** A position is told at least this often while events pass by that do not match. */
export const POSITION_INTERVAL_MS = 500;
/** Bytes waiting in a client's socket above which live events are counted and left out. */
export const MAX_SOCKET_BUFFER_BYTES = 1024 * 1024;
/** Events of one frame, so that a page never parses for long. */
export const MAX_FRAME_EVENTS = 500;
/** Bytes read from the journal at once while a client catches up. */
export const CATCH_UP_READ_BYTES = 512 * 1024;
/** Streams at once: each costs a predicate on every event. */
export const MAX_SUBSCRIBERS = 200;
