/** A sign-in link works this long: time to click it, not to find it in a scrollback. */
export const SIGN_IN_CODE_LIFETIME_MS = 10 * 60_000;
/** Codes not yet used. Each comes from somebody who holds the admin key; more than this is a loop. */
export const MAX_SIGN_IN_CODES = 100;
/** A browser stays signed in this long. */
export const SESSION_LIFETIME_MS = 30 * 24 * 3_600_000;
/** Browsers signed in at once; the oldest is signed out beyond it. */
export const MAX_SESSIONS = 1_000;
/** Keys of one installation; each is looked up on every request. */
export const MAX_KEYS = 1_000;
