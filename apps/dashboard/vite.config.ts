import vue from "@vitejs/plugin-vue";
import { defaultClientConditions, defineConfig } from "vite";
import vuetify from "vite-plugin-vuetify";

/** Where `vite dev` finds the API: a server of its own, or the mock (`npm run mock`). */
const api = process.env["DAYBOOK_API"] ?? "http://127.0.0.1:8102";
const proxied = ["/logs", "/views", "/session", "/admin", "/audit", "/reports", "/healthz", "/readyz", "/version"];

export default defineConfig({
  plugins: [vue(), vuetify({ autoImport: true, styles: true })],
  resolve: { conditions: ["@daybook/source", ...defaultClientConditions] },
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: {
    target: "es2022",
    // The content security policy has no `data:` for fonts, and hashed files are cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: api, ws: path === "/logs" }])),
  },
});
