import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";

const folder = new URL(".", import.meta.url);
const parts = [
  "",
  ...readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}/`),
];
const catalogueSchema = z.record(z.string(), z.string());

/** As it stands in the file, so that a text that is there twice is seen. */
const read = (part: string, language: string) => readFileSync(new URL(`${part}${language}.json`, folder), "utf8");
const parse = (part: string, language: string) => catalogueSchema.parse(JSON.parse(read(part, language)));

/** The placeholders of an ICU message, in any order. */
const toPlaceholders = (message = ""): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? ""))].sort();

describe.each(parts.flatMap((part) => ["de", "el"].map((language) => ({ part, language }))))(
  "catalogue $part$language",
  ({ part, language }) => {
    const catalogue = parse(part, language);
    const source = parse(part, "en");

    it("has every text, and no other", () => {
      expect(Object.keys(catalogue).sort()).toEqual(Object.keys(source).sort());
    });

    it("has the placeholders of the English text", () => {
      const differing = Object.keys(source).filter(
        (id) => String(toPlaceholders(catalogue[id])) !== String(toPlaceholders(source[id])),
      );
      expect(differing).toEqual([]);
    });
  },
);

it("no text stands in two catalogues, or twice in one", () => {
  const ids = parts.flatMap((part) => [...read(part, "en").matchAll(/^\s*"([^"]+)":/gm)].map(([, id]) => id));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

it("German says du", () => {
  // "Sie" and "Ihr" begin a sentence where they stand for her, it or them; within one they are the formal address.
  const formal = /(?<![.:!?{] |[.:!?{"]|^)\b(Sie|Ihr|Ihre[nmrs]?|Ihnen)\b|[a-zäöüß]en Sie\b/;
  const found = parts.flatMap((part) => Object.entries(parse(part, "de")).filter(([, text]) => formal.test(text)));
  expect(found).toEqual([]);
});
