import { i18n, type Messages } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type admin from "../locales/admin/en.json";
import type configuration from "../locales/configuration/en.json";
import type control from "../locales/control/en.json";
import type en from "../locales/en.json";
import type later from "../locales/later/en.json";
import type providers from "../locales/providers/en.json";
import type rare from "../locales/rare/en.json";
import type rules from "../locales/rules/en.json";
import { createValue } from "./value.ts";

/** Every text of the app has an id; English is the source catalogue. */
export type MessageId =
  | keyof typeof control
  | keyof typeof en
  | keyof typeof later
  | keyof typeof providers
  | keyof typeof rare
  | keyof typeof admin
  | keyof typeof configuration
  | keyof typeof rules;
export type Text = (id: MessageId, values?: Record<string, string | number>) => string;

export const languages = { en: "English", de: "Deutsch", el: "Ελληνικά" } as const;
export type Language = keyof typeof languages;

const catalogues = {
  en: () => import("../locales/en.json?lingui"),
  de: () => import("../locales/de.json?lingui"),
  el: () => import("../locales/el.json?lingui"),
} as const;

/** A catalogue of pages behind the first, in each language: it comes with those pages, and its list lies in their chunk. */
export type Texts = Readonly<Record<Language, () => Promise<{ readonly messages: Messages }>>>;

/** Two catalogues that come together. */
export function joinTexts(one: Texts, other: Texts): Texts {
  const both = (language: Language) => async () => {
    const [{ messages }, more] = await Promise.all([one[language](), other[language]()]);
    return { messages: { ...messages, ...more.messages } };
  };
  return { en: both("en"), de: both("de"), el: both("el") };
}

const needed = new Set<Texts>();
let shown: Language = "en";

const STORED = "lastmeter.language";
export const isLanguage = (text: string): text is Language => text in languages;

/** The language chosen on this phone, else the first of the phone's that there is. */
function toLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (stored !== null && isLanguage(stored)) return stored;
  return preferred.map((tag) => tag.split("-")[0] ?? "").find(isLanguage) ?? "en";
}

/** The tag for numbers and times: the phone's own regional form of the language, if it has one (`en-GB`). */
export const locale = createValue("en");

export async function startLanguage(): Promise<void> {
  await showLanguage(toLanguage(localStorage.getItem(STORED), navigator.languages));
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await showLanguage(language);
}

/** Follows a language chosen elsewhere, unless one was chosen on this phone. */
export async function adoptLanguage(tag: string): Promise<void> {
  const language = tag.split("-")[0] ?? "";
  if (localStorage.getItem(STORED) === null && isLanguage(language)) await showLanguage(language);
}

/** Called with the page that needs them, and by every change of the language from then on. */
export async function loadTexts(texts: Texts): Promise<void> {
  const language = shown;
  needed.add(texts);
  i18n.load(language, (await texts[language]()).messages);
}

async function showLanguage(language: Language): Promise<void> {
  const parts = await Promise.all([catalogues[language](), ...[...needed].map((texts) => texts[language]())]);
  const messages = Object.assign({}, ...parts.map((part) => part.messages));
  shown = language;
  locale.set(navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language);
  document.documentElement.lang = language;
  i18n.loadAndActivate({ locale: language, messages });
}

const toText: Text = (id, values) => i18n._(id, values);

/** The text of an id in the language on show; the component is drawn again when it changes. */
export function useText(): Text {
  useLingui();
  return toText;
}

/** Outside components: painters. */
export const text: Text = toText;
