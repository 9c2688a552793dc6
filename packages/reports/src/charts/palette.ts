/**
 * Colours of charts, in any notation that a renderer takes. Gains are blue and losses orange, which differ in hue and in
 * lightness for every kind of colour vision; each number has its sign as well.
 */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly gain: string;
  readonly loss: string;
  /** From little to much. */
  readonly gains: readonly [string, string, string, string];
  readonly losses: readonly [string, string, string, string];
  /** A day whose trades came to nothing. */
  readonly flat: string;
  /** A day without a trade. */
  readonly empty: string;
  /** Signs on a weak and on a strong cell. */
  readonly onWeak: string;
  readonly onStrong: string;
}

export const LIGHT_PALETTE: Palette = {
  text: "#1b2028",
  muted: "#4e5865",
  line: "#dcdfe4",
  surface: "#ffffff",
  accent: "#3450c4",
  gain: "#00629b",
  loss: "#a8400a",
  gains: ["#cbe4f4", "#8fc4e6", "#3c93cb", "#00629b"],
  losses: ["#fbdcc4", "#f4b183", "#dc7636", "#a8400a"],
  flat: "#b9bec6",
  empty: "#eef0f3",
  onWeak: "#1b2028",
  onStrong: "#ffffff",
};

export const DARK_PALETTE: Palette = {
  text: "#e7ecf3",
  muted: "#a3b0bf",
  line: "#2b3644",
  surface: "#121821",
  accent: "#8aa4ff",
  gain: "#6cc1f5",
  loss: "#ffa066",
  gains: ["#14374e", "#195b85", "#2c86c0", "#6cc1f5"],
  losses: ["#4b2a15", "#7d4219", "#c26c2c", "#ffa066"],
  flat: "#5a6675",
  empty: "#1d2530",
  onWeak: "#e7ecf3",
  onStrong: "#0b1020",
};

type ColourName = Exclude<keyof Palette, "gains" | "losses">;

const NAMES: readonly ColourName[] = [
  "text",
  "muted",
  "line",
  "surface",
  "accent",
  "gain",
  "loss",
  "flat",
  "empty",
  "onWeak",
  "onStrong",
];

/** Colours as CSS custom properties: one picture serves light, dark and paper. Only for SVG inside of a page. */
export const VARIABLE_PALETTE: Palette = {
  text: "var(--c-text)",
  muted: "var(--c-muted)",
  line: "var(--c-line)",
  surface: "var(--c-surface)",
  accent: "var(--c-accent)",
  gain: "var(--c-gain)",
  loss: "var(--c-loss)",
  gains: ["var(--c-gain-1)", "var(--c-gain-2)", "var(--c-gain-3)", "var(--c-gain-4)"],
  losses: ["var(--c-loss-1)", "var(--c-loss-2)", "var(--c-loss-3)", "var(--c-loss-4)"],
  flat: "var(--c-flat)",
  empty: "var(--c-empty)",
  onWeak: "var(--c-on-weak)",
  onStrong: "var(--c-on-strong)",
};

/** Declarations that give {@link VARIABLE_PALETTE} its colours: `--c-text:#1b2028;…`. */
export function paletteDeclarations(palette: Palette): string {
  const single = NAMES.map((name) => [VARIABLE_PALETTE[name], palette[name]]);
  const shades = ([0, 1, 2, 3] as const).flatMap((at) => [
    [VARIABLE_PALETTE.gains[at], palette.gains[at]],
    [VARIABLE_PALETTE.losses[at], palette.losses[at]],
  ]);
  return [...single, ...shades].map(([variable = "", colour]) => `${variable.slice(4, -1)}:${colour}`).join(";");
}
