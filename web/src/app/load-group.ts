import { loadTexts, type Texts } from "../lib/text.ts";

const laterTexts: Texts = {
  en: () => import("../locales/later/en.json?lingui"),
  de: () => import("../locales/later/de.json?lingui"),
  el: () => import("../locales/later/el.json?lingui"),
};

/** Page and texts side by side. */
export async function withLaterTexts<T>(load: Promise<T>): Promise<T> {
  const [page] = await Promise.all([load, loadTexts(laterTexts)]);
  return page;
}

/** What is opened now and then: its chunk brings the list of its own texts. */
export async function loadGroup<T extends { readonly texts: Texts }>(load: Promise<T>): Promise<T> {
  const pages = await withLaterTexts(load);
  await loadTexts(pages.texts);
  return pages;
}
