// Prints what a phone loads, gz, and fails over the budget: first load before data, everything a first session loads, lazy chunks.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KIB = { first: 110, session: 300 };
const dist = new URL("dist/", import.meta.url).pathname;

const sizes = new Map();
for (const file of readdirSync(dist, { recursive: true })) {
  if (/\.(js|css|html|svg|webmanifest)$/.test(file))
    sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
}
const isCatalogue = (file) => basename(file).startsWith("locale-");
const greatestCatalogue = [...sizes.keys()].filter(isCatalogue).sort((a, b) => sizes.get(b) - sizes.get(a))[0];

// The first load is what index.html names, with everything those files import statically, the sign-in or home page and one catalogue.
const html = readFileSync(join(dist, "index.html"), "utf8");
const first = new Set(["index.html", greatestCatalogue]);
const queue = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css|svg))"/g)].map(([, file]) => file);
while (queue.length > 0) {
  const file = queue.pop();
  if (!sizes.has(file) || first.has(file)) continue;
  first.add(file);
  if (!file.endsWith(".js")) continue;
  const text = readFileSync(join(dist, file), "utf8");
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) queue.push(`assets/${name}`);
}
const signIn = [...sizes.keys()].filter((file) => basename(file).startsWith("sign-in-page-"));
for (const file of signIn) first.add(file);
const session = [...sizes.keys()].filter((file) => !isCatalogue(file) || file === greatestCatalogue);

const toKib = (bytes) => (bytes / 1024).toFixed(1).padStart(7);
const sum = (files) => [...files].reduce((total, file) => total + sizes.get(file), 0);
for (const [file, bytes] of [...sizes].sort(([, a], [, b]) => b - a)) {
  console.log(`${toKib(bytes)} KiB  ${first.has(file) ? "first" : "lazy "}  ${file}`);
}
const totals = { first: sum(first), session: sum(session) };
console.log(JSON.stringify({ firstLoadBytes: totals.first, sessionBytes: totals.session }));
let over = false;
for (const [name, bytes] of Object.entries(totals)) {
  const fits = bytes <= BUDGET_KIB[name] * 1024;
  over ||= !fits;
  console.log(`${toKib(bytes)} KiB  ${name} load, budget ${BUDGET_KIB[name]} KiB: ${fits ? "ok" : "OVER"}`);
}
process.exitCode = over ? 1 : 0;
