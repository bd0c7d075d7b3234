import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { manifest } from "./manifest.ts";
import { withoutPipelines } from "./without-pipelines.ts";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const root = fileURLToPath(new URL(".", import.meta.url));

/** Catalogues carry their part (the folder) and language in the name: the service worker keeps only those in use. */
function toChunkName(module: string): string {
  const part = /\/locales\/(?:(\w+)\/)?\w+\.json/.exec(module);
  return part ? `assets/locale-${part[1] ? `${part[1]}-` : ""}[name]-[hash].js` : "assets/[name]-[hash].js";
}

interface Importers {
  getModuleInfo(
    id: string,
  ): { readonly importers: readonly string[]; readonly dynamicImporters: readonly string[] } | null;
}

/** The groups of rare pages that a module is part of; "start" where something else needs it, too. */
function toUsers(id: string, graph: Importers, seen: Set<string>): readonly string[] {
  const group = /\/src\/app\/(\w+)-pages\.tsx$/.exec(id)?.[1];
  if (group !== undefined) return [group];
  if (seen.has(id)) return [];
  seen.add(id);
  const info = graph.getModuleInfo(id);
  const importers = [...(info?.importers ?? []), ...(info?.dynamicImporters ?? [])];
  if (importers.length === 0) return ["start"];
  return importers.flatMap((importer) => toUsers(importer, graph, seen));
}

/** What several groups of rare pages share, and nobody else, is a rare chunk as well. */
function toSharedName(id: string, graph: Importers): string | null {
  const users = new Set(toUsers(id, graph, new Set()));
  return users.size > 1 && !users.has("start") ? "shared-pages" : null;
}

export default defineConfig({
  root,
  define: { __APP_VERSION__: JSON.stringify(version) },
  resolve: {
    // model and web each have a copy of the same zod.
    dedupe: ["zod"],
    alias: [
      // React has had it itself since 18.
      { find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: "react" },
    ],
  },
  plugins: [
    withoutPipelines(),
    lingui({ configPath: `${root}lingui.config.ts`, failOnMissing: true, failOnCompileError: true }),
    react(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: false,
      manifest,
      includeManifestIcons: false,
      injectManifest: { globPatterns: ["**/*.{js,css,html,svg,webmanifest}"], globIgnores: ["**/screenshots/**"] },
    }),
  ],
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // The start in one chunk and what Home adds in another: cut up by which pages share what, they compress 2 KiB worse.
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"], priority: 2 },
            { name: "start", test: /\/ui\/use-title/, priority: 2 },
            { name: "home-page", test: /\/src\/features\/home\//, priority: 1 },
            { name: "schemas", test: /\/node_modules\/zod\/|\/src\/data\/schemas/, priority: 1 },
            // What counts the unread shares it with the pages of alarms, and comes when nothing else is to do.
            {
              name: "shared-part-notices",
              test: /\/src\/(data\/alarm-queries|(alarm|notice)[\w-]*(\/\w+[\w-]*)?\.ts)/,
              priority: 1,
            },
            { name: "later-pages-qr", test: /\/node_modules\/uqr\//, priority: 1 },
            { name: toSharedName },
          ],
        },
        chunkFileNames: (chunk) => toChunkName(chunk.facadeModuleId ?? ""),
      },
    },
  },
});
