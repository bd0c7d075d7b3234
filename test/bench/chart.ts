import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "playwright-core";
import { launchBrowser, viewports } from "../support/browser.ts";

/** The app's own chart with many points, dragged by a real mouse in a real browser. */
export interface ChartCost {
  readonly points: number;
  /** Points in sight while it is dragged. */
  readonly shown: number;
  /** All script of the page for one movement of the mouse, drawing included. */
  readonly scriptP50Ms: number;
  readonly scriptP95Ms: number;
  readonly scriptWorstMs: number;
  /** From frame to frame while it is dragged without a pause. */
  readonly frameP50Ms: number;
  readonly frameP95Ms: number;
}

const web = fileURLToPath(new URL("../../web", import.meta.url));
const PAGE = `<!doctype html><html lang="en"><head><link rel="stylesheet" href="/chart.css"></head>
<body><div id="root"></div><script type="module" src="/chart.js"></script></body></html>`;
const STEP_MS = 10_000;
/** What Ctrl and a wheel's turn by −20 leave in sight, see `pan-zoom.ts`. */
const SHOWN_SHARE = Math.exp(-0.1);

/** A page with nothing but the chart. Every tenth hour is a gap, as in a real past. */
const entry = (points: number) => `
  import { createElement } from "react";
  import { createRoot } from "react-dom/client";
  import { Chart } from "${web}/src/ui/chart.tsx";
  import "${web}/src/ui/tokens.css";
  const startAt = Date.UTC(2026, 10, 1);
  const points = Array.from({ length: ${points} }, (_, place) => ({
    startAt: startAt + place * ${STEP_MS},
    endAt: startAt + (place + 1) * ${STEP_MS},
    mean: Math.floor(place / 360) % 10 === 9 ? null : 300 + 200 * Math.sin(place / 700) + ((place * 7919) % 97),
    low: null,
    high: null,
  }));
  createRoot(document.getElementById("root")).render(createElement(Chart, {
    points, startAt, endAt: points.at(-1).endAt, kind: "value", label: "chart", zoomable: { closer: "+", wider: "-", whole: "all", earlier: "<", later: ">" },
    toHour: (at) => new Date(at).toISOString().slice(11, 16),
    toReading: ({ mean }) => String(mean),
    toAxis: (value) => value + " W",
  }));
`;

/** The script and styles of the page, built as the app is. */
async function buildPage(points: number): Promise<{ script: string; style: string }> {
  const { build } = await import("vite");
  const result = await build({
    root: web,
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [
      {
        name: "chart-page",
        resolveId: (id) => (id === "chart-page" ? `${web}/src/chart-page.js` : null),
        load: (id) => (id === `${web}/src/chart-page.js` ? entry(points) : null),
      },
    ],
    build: { write: false, target: "es2022", cssCodeSplit: false, rolldownOptions: { input: "chart-page" } },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((each) => ("output" in each ? each.output : []));
  const script = outputs.find((output) => output.type === "chunk");
  const style = outputs.find((output) => output.type === "asset" && output.fileName.endsWith(".css"));
  if (script?.type !== "chunk") throw new Error("the page was not built");
  return { script: script.code, style: style?.type === "asset" ? String(style.source) : "" };
}

async function readScriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN) * 1000;
}

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))));

const toQuantile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN) * 100) / 100;
};

/** Drags the chart to and fro. @param pans movements of the mouse that are measured one by one */
export async function measureChart(points = 50_000, pans = 200): Promise<ChartCost> {
  const { script, style } = await buildPage(points);
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext({ viewport: viewports.desktop })).newPage();
    // Served, not set: a page without an origin has no storage, which the theme looks into.
    const files: Record<string, [string, string]> = {
      "/": ["text/html", PAGE],
      "/chart.js": ["text/javascript", script],
      "/chart.css": ["text/css", style],
    };
    await page.route("http://chart.test/**", (route) => {
      const [contentType = "text/plain", body = ""] = files[new URL(route.request().url()).pathname] ?? [];
      return route.fulfill({ contentType, body });
    });
    await page.goto("http://chart.test/");
    const over = page.locator(".u-over");
    await over.waitFor();
    const box = await over.boundingBox();
    if (!box) throw new Error("no chart");
    const [middle, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(middle, y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -20);
    await page.keyboard.up("Control");
    await nextFrame(page);

    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const toX = (pan: number) => middle + 40 * Math.sin(pan / 5);
    await page.mouse.down();
    const picture = () => page.evaluate(() => document.querySelector("canvas")?.toDataURL());
    const resting = await picture();
    const scripts: number[] = [];
    for (let pan = -20; pan < pans; pan += 1) {
      const before = await readScriptMs(session);
      await page.mouse.move(toX(pan), y);
      await nextFrame(page);
      if (pan >= 0) scripts.push((await readScriptMs(session)) - before);
    }
    if ((await picture()) === resting) throw new Error("the chart did not move");
    await page.evaluate(() => {
      const frames: number[] = [];
      Reflect.set(window, "frames_", frames);
      const tick = (at: number) => {
        frames.push(at);
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    for (let pan = 0; pan < pans; pan += 1) await page.mouse.move(toX(pan), y);
    const times = await page.evaluate(() => Reflect.get(window, "frames_") as number[]);
    const frames = times.slice(1).map((at, place) => at - (times[place] ?? at));
    return {
      points,
      shown: Math.round(points * SHOWN_SHARE),
      scriptP50Ms: toQuantile(scripts, 0.5),
      scriptP95Ms: toQuantile(scripts, 0.95),
      scriptWorstMs: toQuantile(scripts, 1),
      frameP50Ms: toQuantile(frames, 0.5),
      frameP95Ms: toQuantile(frames, 0.95),
    };
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log("\nA chart that is dragged");
  console.table([await measureChart()]);
}
