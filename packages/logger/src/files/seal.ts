/**
 * The end of a file that is about to be compressed: what stands behind it counts for nothing, and whoever
 * wrote it writes it again elsewhere. It begins with a newline, so that it is found also behind a torn line.
 * Lines never contain the control character. See docs/design/log-files.md.
 */
export const SEAL = Buffer.from("\n\u0004 sealed by daybook \u0004\n");
