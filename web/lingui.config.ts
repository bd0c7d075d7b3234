import { formatter } from "@lingui/format-json";

/** Messages have explicit ids; the JSON catalogues are compiled by the Vite plugin. */
export default {
  locales: ["en", "de", "el"],
  sourceLocale: "en",
  catalogs: [
    { path: "<rootDir>/src/locales/{locale}", include: ["<rootDir>/src"] },
    { path: "<rootDir>/src/locales/later/{locale}", include: ["<rootDir>/src"] },
    { path: "<rootDir>/src/locales/rare/{locale}", include: ["<rootDir>/src"] },
  ],
  format: formatter({ style: "minimal" }),
};
