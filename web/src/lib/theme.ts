import { createValue } from "./value.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const STORED = "lastmeter.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function readStored(): Theme {
  const stored = localStorage.getItem(STORED);
  return themes.find((theme) => theme === stored) ?? "auto";
}

export const theme = createValue<Theme>(readStored());
/** The colours on show; charts read the colour roles again when it changes. */
export const shownTheme = createValue<"light" | "dark">("light");

/** `public/theme.js` has done the same before the first paint. */
function show(): void {
  const chosen = theme.get();
  const shown = chosen === "auto" ? (system.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset.theme = shown;
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--page");
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", colour);
  shownTheme.set(shown);
}

export function startTheme(): void {
  show();
  system.addEventListener("change", show);
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(STORED, chosen);
  theme.set(chosen);
  show();
}
