// Makes public/icons from one drawing; run by hand after a change of the logo: node scripts/icons.mjs (needs ImageMagick with an SVG renderer, or Chromium).
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const out = new URL("../public/icons/", import.meta.url).pathname;
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

const drawing = (arc, day, needle) => `
  <path d="M14 42a20 20 0 1 1 36 0" fill="none" stroke="${arc}" stroke-width="6" stroke-linecap="round"/>
  <path d="M50 42a20 20 0 0 0-5.5-18.5" fill="none" stroke="${day}" stroke-width="6" stroke-linecap="round"/>
  <path d="M32 37 42 27" stroke="${needle}" stroke-width="5" stroke-linecap="round"/>
  <circle cx="32" cy="37" r="5" fill="${needle}"/>`;
const svg = (inner, back, radius, size, scale = 1) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="${size}" height="${size}"><title>Lastmeter</title>${
    back ? `<rect width="64" height="64" rx="${radius}" fill="${back}"/>` : ""
  }<g transform="translate(32 32) scale(${scale}) translate(-32 -32)">${inner}</g></svg>`;
const colours = drawing("#9badf2", "#f2b53a", "#ffffff");
const white = drawing("#ffffff", "#ffffff", "#ffffff");

const files = [
  ["icon-192", svg(colours, "#103f92", 15, 192), 192],
  ["icon-512", svg(colours, "#103f92", 15, 512), 512],
  // The safe zone of a maskable icon is a circle of 80 %.
  ["maskable-512", svg(colours, "#103f92", 0, 512, 0.8), 512],
  ["monochrome-512", svg(white, null, 0, 512, 0.9), 512],
  ["apple-touch-icon", svg(colours, "#103f92", 0, 180, 0.92), 180],
];

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "icon.svg"), svg(colours, "#103f92", 15, 64));
for (const [name, text, size] of files) {
  const page = join(tmpdir(), `lastmeter-${name}.html`);
  writeFileSync(page, `<style>*{margin:0}svg{display:block}</style>${text}`);
  const options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"];
  const shot = [`--screenshot=${join(out, `${name}.png`)}`, `--window-size=${size},${size}`];
  execFileSync(chromium, [...options, "--default-background-color=00000000", ...shot, pathToFileURL(page).href], {
    stdio: "ignore",
  });
  rmSync(page);
}
