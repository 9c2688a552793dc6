import type picocolors from "picocolors";

/** Paints text, or gives it back as it is where colours are not wanted. */
export type Paint = ReturnType<typeof picocolors.createColors>;
export type Painter = Paint["red"];
