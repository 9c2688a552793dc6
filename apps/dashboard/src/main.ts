import { createApp } from "vue";
import { createVuetify } from "vuetify";
import { aliases, mdi } from "vuetify/iconsets/mdi-svg";
import "./styles/reset.css";
import "vuetify/styles/core.css";
import "./styles/fonts.css";
import "./styles/base.css";
import "./styles/vuetify.css";
import App from "./app.vue";
import { vuetifyTheme } from "./state/theme.ts";

const vuetify = createVuetify({
  icons: { defaultSet: "mdi", aliases, sets: { mdi } },
  theme: { defaultTheme: "dark", themes: { dark: vuetifyTheme("dark"), light: vuetifyTheme("light") } },
  defaults: {
    VBtn: { variant: "text", rounded: "md", ripple: false },
    VMenu: { offset: 6, transition: "fade-transition" },
    VTooltip: { openDelay: 350, transition: "fade-transition", location: "bottom" },
    VDialog: { transition: "fade-transition" },
  },
});

createApp(App).use(vuetify).mount("#app");
