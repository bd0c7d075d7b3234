import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** file · what it imports · what Biome says. */
const cases = [
  ["model/src/a.ts", "zod/mini", "allowed"],
  ["model/src/a.ts", "temporal-polyfill", "allowed"],
  ["model/src/link/a.ts", "../units.ts", "allowed"],
  ["model/src/a.ts", "zod", "denied"],
  ["model/src/a.ts", "node:crypto", "denied"],
  ["model/src/a.ts", "firebase/firestore", "denied"],
  ["model/src/a.ts", "firebase-admin/firestore", "denied"],
  ["model/src/a.ts", "@lastmeter/model/units", "denied"],
  ["model/src/a.ts", "@lastmeter/functions/src/link/frame.ts", "denied"],
  ["model/src/a.ts", "../../functions/src/link/frame.ts", "denied"],
  ["model/src/a.test.ts", "node:fs", "allowed"],
  ["model/src/a.test.ts", "@lastmeter/gateway-bridge/src/relay/relay.ts", "denied"],
  ["functions/src/ingest/a.ts", "@lastmeter/model/series", "allowed"],
  ["functions/src/ingest/a.ts", "../platform/writes.ts", "allowed"],
  ["functions/src/ingest/a.ts", "zod/mini", "allowed"],
  ["functions/src/ingest/a.ts", "node:zlib", "denied"],
  ["functions/src/ingest/a.ts", "firebase-admin/firestore", "denied"],
  ["functions/src/ingest/a.ts", "firebase-functions", "denied"],
  ["functions/src/ingest/a.ts", "firebase-functions/v2/https", "denied"],
  ["functions/src/ingest/a.ts", "@google-cloud/firestore", "denied"],
  ["functions/src/ingest/a.ts", "firebase/firestore", "denied"],
  ["functions/src/ingest/a.store.ts", "firebase-admin/firestore", "allowed"],
  ["functions/src/ingest/a.store.ts", "@lastmeter/web/src/main.tsx", "denied"],
  ["functions/src/link/a.function.ts", "firebase-functions/v2/https", "allowed"],
  ["functions/src/link/a.function.ts", "../../../gateway-bridge/src/relay/relay.ts", "denied"],
  ["functions/src/platform/a.ts", "node:zlib", "allowed"],
  ["functions/src/platform/a.ts", "@lastmeter/gateway-bridge", "denied"],
  ["functions/src/index.ts", "firebase-functions/v2", "allowed"],
  ["functions/src/index.ts", "@lastmeter/web", "denied"],
  ["functions/src/ingest/a.test.ts", "node:fs", "allowed"],
  ["functions/src/ingest/a.test.ts", "@lastmeter/gateway-bridge/src/main.ts", "denied"],
  ["gateway-bridge/src/relay/a.ts", "node:fs", "allowed"],
  ["gateway-bridge/src/listener/a.ts", "firebase/firestore", "allowed"],
  ["gateway-bridge/src/relay/a.ts", "@lastmeter/model/link/messages", "allowed"],
  ["gateway-bridge/src/relay/a.ts", "firebase-admin/app", "denied"],
  ["gateway-bridge/src/relay/a.ts", "@lastmeter/functions/src/link/server-ids.ts", "denied"],
  ["gateway-bridge/src/relay/a.ts", "../../../functions/src/link/server-ids.ts", "denied"],
  ["web/src/main.tsx", "./app/app.tsx", "allowed"],
  ["web/src/main.tsx", "node:fs", "denied"],
  ["web/src/main.tsx", "zod", "denied"],
  ["web/src/app/a.tsx", "../features/home/home-page.tsx", "allowed"],
  ["web/src/app/a.tsx", "firebase/auth", "denied"],
  ["web/src/features/home/a.tsx", "./home.ts", "allowed"],
  ["web/src/features/home/a.tsx", "../../data/watch.ts", "allowed"],
  ["web/src/features/home/a.tsx", "../../ui/card.tsx", "allowed"],
  ["web/src/features/home/a.tsx", "../../lib/power.ts", "allowed"],
  ["web/src/features/home/a.tsx", "@lastmeter/model/node", "allowed"],
  ["web/src/features/home/a.tsx", "react", "allowed"],
  ["web/src/features/home/a.tsx", "../node/node-page.tsx", "denied"],
  ["web/src/features/home/a.tsx", "../shared.ts", "denied"],
  ["web/src/features/home/a.tsx", "../../app/router.tsx", "denied"],
  ["web/src/features/home/a.tsx", "../../main.tsx", "denied"],
  ["web/src/features/home/a.tsx", "../../../../functions/src/index.ts", "denied"],
  ["web/src/features/home/a.tsx", "firebase/firestore", "denied"],
  ["web/src/features/home/a.tsx", "@lastmeter/gateway-bridge/src/main.ts", "denied"],
  ["web/src/features/home/a.tsx", "zod", "denied"],
  ["web/src/data/a.ts", "firebase/firestore", "allowed"],
  ["web/src/data/a.ts", "../lib/power.ts", "allowed"],
  ["web/src/data/a.ts", "firebase-admin/firestore", "denied"],
  ["web/src/data/a.ts", "../features/home/home.ts", "denied"],
  ["web/src/ui/a.tsx", "../lib/power.ts", "allowed"],
  ["web/src/ui/a.tsx", "../data/watch.ts", "denied"],
  ["web/src/ui/a.tsx", "firebase/firestore", "denied"],
  ["web/src/lib/a.ts", "@lastmeter/model/units", "allowed"],
  ["web/src/lib/a.ts", "../ui/card.tsx", "denied"],
  ["web/src/lib/a.ts", "../data/watch.ts", "denied"],
] as const;

const reportSchema = z.object({
  diagnostics: z.array(z.object({ location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }) })),
});

let folder: string;
let denied: ReadonlySet<string>;

/** One file per name, one line per import. */
const files = Map.groupBy(cases, ([file]) => file);
const lineOf = (wanted: (typeof cases)[number]) => (files.get(wanted[0]) ?? []).indexOf(wanted) + 1;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-rules-"));
  await copyFile(join(root, "biome.json"), join(folder, "biome.json"));
  for (const [file, lines] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), lines.map(([, imported]) => `import ${JSON.stringify(imported)};\n`).join(""));
  }
  denied = await lint(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where Biome finds a forbidden import: `file:line`. */
function lint(cwd: string): Promise<ReadonlySet<string>> {
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const options = [
    "--vcs-enabled=false",
    "--only=style/noRestrictedImports",
    "--reporter=json",
    "--max-diagnostics=none",
  ];
  return new Promise((resolve) => {
    // Biome ends with 1 where it finds what this test wants it to find.
    execFile(process.execPath, [biome, "lint", ...options, "."], { cwd }, (_error, report) => {
      const { diagnostics } = reportSchema.parse(JSON.parse(report));
      resolve(new Set(diagnostics.map(({ location }) => `${location.path}:${location.start.line}`)));
    });
  });
}

describe("Biome's import rules", () => {
  it.each(cases.map((one) => ({ file: one[0], imported: one[1], verdict: one[2], one })))(
    "$file imports $imported: $verdict",
    ({ file, verdict, one }) => {
      expect(denied.has(`${file}:${lineOf(one)}`) ? "denied" : "allowed").toBe(verdict);
    },
  );
});
