import { measureChart } from "./chart.ts";
import type { Figure } from "./figure.ts";

const SCRIPT_MS_MAX = 8;
const POINTS = 50_000;
const PANS = 120;

/** The app's own chart of 50,000 points, dragged in a real browser. */
export async function measurePan(): Promise<Figure[]> {
  const cost = await measureChart(POINTS, PANS);
  const note = `${cost.shown.toLocaleString("en")} of ${cost.points.toLocaleString("en")} points in sight, ${PANS} pans`;
  return [
    { name: "JavaScript per pan, p50", value: cost.scriptP50Ms, unit: "ms", note },
    {
      name: "JavaScript per pan, p95",
      value: cost.scriptP95Ms,
      worst: cost.scriptWorstMs,
      unit: "ms",
      atMost: SCRIPT_MS_MAX,
    },
    { name: "frame, p50", value: cost.frameP50Ms, unit: "ms" },
    { name: "frame, p95", value: cost.frameP95Ms, unit: "ms", note: "16.7 is the screen's own" },
  ];
}
