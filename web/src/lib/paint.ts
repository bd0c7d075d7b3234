import { serverNow } from "./clock.ts";

/**
 * Live numbers are written into the page outside React: whoever shows one registers a painter, which runs on the frame after new
 * data and once a second while the page is visible (ages tick).
 */
type Painter = (now: number) => void;

const painters = new Set<Painter>();
let frame = 0;

export function requestPaint(): void {
  if (frame !== 0) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    const now = serverNow();
    for (const paint of painters) paint(now);
  });
}

/** @returns how to stop it. The painter runs at once. */
export function addPainter(paint: Painter): () => void {
  painters.add(paint);
  paint(serverNow());
  return () => painters.delete(paint);
}

/** Makes ages tick while the page is visible. */
export function startTicking(): void {
  setInterval(() => {
    if (document.visibilityState === "visible") requestPaint();
  }, 1000);
  document.addEventListener("visibilitychange", requestPaint);
}

/** Writes an attribute only where it differs: each write is a mutation that others may watch. */
export function setAttribute(element: Element, name: string, text: string): void {
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
