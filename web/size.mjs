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
const sum = (files) => [...files].reduce((total, file) => total + sizes.get(file), 0);
const isCatalogue = (file) => basename(file).startsWith("locale-");
const isLater = (file) => basename(file).startsWith("locale-later-");
/** Pages and parts of pages that are opened now and then, and their texts: no part of a first session, kept by the service worker once used. */
const isRare = (file) => /^(\w+-(pages|part)-|locale-(?!later-)\w+-(en|de|el)-)/.test(basename(file));
const toGreatest = (files) => files.sort((a, b) => sizes.get(b) - sizes.get(a))[0];
const catalogues = [...sizes.keys()].filter(isCatalogue);
const greatestCatalogue = toGreatest(catalogues.filter((file) => !isLater(file) && !isRare(file)));
const greatestLater = toGreatest(catalogues.filter(isLater));

// The first load is what index.html names, all that those files import statically, the first page and one catalogue.
const html = readFileSync(join(dist, "index.html"), "utf8");
const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css|svg))"/g)].map(([, file]) => file);
const toPage = (name) => [...sizes.keys()].filter((file) => basename(file).startsWith(name));

/** The files and all that they import statically; a script brings the style of the same name. */
function toClosure(files) {
  const found = new Set();
  const queue = [...files];
  while (queue.length > 0) {
    const file = queue.pop();
    if (!sizes.has(file) || found.has(file)) continue;
    found.add(file);
    if (!file.endsWith(".js")) continue;
    queue.push(...toPage(`${basename(file).replace(/-[^-]{8}\.js$/, "")}-`).filter((other) => other.endsWith(".css")));
    const text = readFileSync(join(dist, file), "utf8");
    for (const [, name] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)) queue.push(`assets/${name}`);
  }
  return found;
}

// A new visitor begins with the sign-in page, everybody else with Home: the greater of the two counts.
const starts = ["sign-in-page-", "home-page-"].map((page) =>
  toClosure(["index.html", greatestCatalogue, ...named, ...toPage(page)]),
);
const first = starts.sort((a, b) => sum(b) - sum(a))[0];
const session = [...sizes.keys()].filter(
  (file) => (!isCatalogue(file) && !isRare(file)) || file === greatestCatalogue || file === greatestLater,
);

const toKib = (bytes) => (bytes / 1024).toFixed(1).padStart(7);
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
