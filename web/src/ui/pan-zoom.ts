import type { Interval } from "@lastmeter/model/time";
import type uPlot from "uplot";

/** The closest anybody looks: ten seconds to a screen of 1,000 px would show nothing else. */
const MIN_SPAN_S = 60;

/** The window of time in sight, in seconds. */
export interface Sight {
  readonly min: number;
  readonly max: number;
}

/**
 * Lets a chart be dragged, and zoomed by wheel and pinch. However often the pointer moves, the chart is drawn once a frame.
 * @param span all that can be seen
 * @param before what was in sight of an earlier drawing of the same span
 * @param onSight told once per frame what is in sight; null: all of it
 * @returns `show` brings a time into sight, `zoom` changes the span about the middle, `pan` moves by a share of it.
 */
export function attachPanZoom(
  plot: uPlot,
  { startAt, endAt }: Interval,
  before: Sight | null = null,
  onSight: (sight: Sight | null) => void = () => {},
) {
  const { over } = plot;
  const full = { min: startAt / 1000, max: endAt / 1000 };
  const shown = { ...full };
  const pointers = new Map<number, number>();
  let frame = 0;

  const draw = () => {
    frame = 0;
    // At once, not in a microtask: who moves the cursor next asks where a time is now.
    plot.batch(() => plot.setScale("x", { min: shown.min, max: shown.max }));
    onSight(shown.max - shown.min < full.max - full.min ? { ...shown } : null);
  };
  const set = (min: number, span: number) => {
    const kept = Math.max(MIN_SPAN_S, Math.min(full.max - full.min, span));
    shown.min = Math.max(full.min, Math.min(full.max - kept, min));
    shown.max = shown.min + kept;
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const zoomAt = (share: number, factor: number) => {
    const span = shown.max - shown.min;
    const next = Math.max(MIN_SPAN_S, Math.min(full.max - full.min, span * factor));
    set(shown.min + share * (span - next), next);
  };
  const toShare = (clientX: number) => {
    const { left, width } = over.getBoundingClientRect();
    return (clientX - left) / width;
  };
  const toSpread = () => {
    const [a = 0, b = 0] = [...pointers.values()];
    return Math.max(8, Math.abs(a - b));
  };
  const down = (event: PointerEvent) => {
    pointers.set(event.pointerId, event.clientX);
    if (event.isTrusted) over.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const spread = toSpread();
    pointers.set(event.pointerId, event.clientX);
    if (pointers.size === 2) zoomAt(toShare(event.clientX), spread / toSpread());
    else
      set(shown.min - ((event.clientX - before) / over.clientWidth) * (shown.max - shown.min), shown.max - shown.min);
  };
  const up = (event: PointerEvent) => pointers.delete(event.pointerId);
  const wheel = (event: WheelEvent) => {
    // A wheel alone scrolls the page, as everywhere else; sideways it moves the chart.
    if (!event.ctrlKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (event.ctrlKey) zoomAt(toShare(event.clientX), Math.exp(event.deltaY / 200));
    else set(shown.min + (event.deltaX / over.clientWidth) * (shown.max - shown.min), shown.max - shown.min);
  };
  const listeners = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
  ] as const;
  for (const [kind, listener] of listeners) over.addEventListener(kind, listener);
  over.addEventListener("wheel", wheel, { passive: false });
  if (before && before.min >= full.min && before.max <= full.max) set(before.min, before.max - before.min);
  else onSight(null);
  return {
    zoom: (factor: number) => zoomAt(0.5, factor),
    pan: (share: number) => set(shown.min + share * (shown.max - shown.min), shown.max - shown.min),
    show(at: number) {
      const span = shown.max - shown.min;
      if (at < shown.min || at > shown.max) {
        set(at - span / 2, span);
        draw();
      }
    },
    detach() {
      cancelAnimationFrame(frame);
      for (const [kind, listener] of listeners) over.removeEventListener(kind, listener);
      over.removeEventListener("wheel", wheel);
    },
  };
}
