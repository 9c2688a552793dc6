import { computed, ref, watchEffect, type Ref } from "vue";
import type { useTheme } from "vuetify";
import { cssName, PALETTES, type Palette, type PaletteName } from "../domain/palette.ts";
import type { ThemeChoice } from "../domain/page-state.ts";

export function vuetifyTheme(name: PaletteName): { dark: boolean; colors: Record<string, string> } {
  const palette = PALETTES[name];
  return {
    dark: name === "dark",
    colors: {
      background: palette.background,
      surface: palette.raised,
      primary: palette.accent,
      "on-primary": palette.accentInk,
      "on-surface": palette.ink,
      "on-background": palette.ink,
      error: palette.loss,
      warning: palette.caution,
      success: palette.gain,
    },
  };
}

export interface ThemeState {
  name: Readonly<Ref<PaletteName>>;
  palette: Readonly<Ref<Palette>>;
}

/** Follows the choice, or the system's colours when the choice is `auto`, on the whole document. */
export function followTheme(choice: Ref<ThemeChoice>, vuetify: ReturnType<typeof useTheme>): ThemeState {
  const system = matchMedia("(prefers-color-scheme: light)");
  const systemIsLight = ref(system.matches);
  system.addEventListener("change", (event) => (systemIsLight.value = event.matches));
  const name = computed<PaletteName>(() => {
    if (choice.value !== "auto") return choice.value;
    return systemIsLight.value ? "light" : "dark";
  });
  watchEffect(() => {
    const root = document.documentElement;
    root.style.colorScheme = name.value;
    root.dataset["theme"] = name.value;
    for (const [token, color] of Object.entries(PALETTES[name.value])) root.style.setProperty(cssName(token), color);
    void vuetify.change(name.value);
  });
  return { name, palette: computed(() => PALETTES[name.value]) };
}
