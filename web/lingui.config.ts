import { readdirSync } from "node:fs";
import { formatter } from "@lingui/format-json";

/** Each folder is the catalogue of some pages. */
const parts = readdirSync(new URL("src/locales/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Messages have explicit ids; the JSON catalogues are compiled by the Vite plugin. */
export default {
  locales: ["en", "de", "el"],
  sourceLocale: "en",
  catalogs: ["", ...parts.map((part) => `${part}/`)].map((part) => ({
    path: `<rootDir>/src/locales/${part}{locale}`,
    include: ["<rootDir>/src"],
  })),
  format: formatter({ style: "minimal" }),
};
