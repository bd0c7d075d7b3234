import { describe, expect, it } from "vitest";
import de from "./de.json" with { type: "json" };
import el from "./el.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import deLater from "./later/de.json" with { type: "json" };
import elLater from "./later/el.json" with { type: "json" };
import enLater from "./later/en.json" with { type: "json" };
import deRare from "./rare/de.json" with { type: "json" };
import elRare from "./rare/el.json" with { type: "json" };
import enRare from "./rare/en.json" with { type: "json" };

type Catalogue = Record<string, string>;
const translations: [string, Catalogue, Catalogue][] = [
  ["de", de, en],
  ["el", el, en],
  ["de, later pages", deLater, enLater],
  ["el, later pages", elLater, enLater],
  ["de, rare pages", deRare, enRare],
  ["el, rare pages", elRare, enRare],
];

/** The placeholders of an ICU message, in any order. */
const toPlaceholders = (message = ""): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? ""))].sort();

describe.each(translations)("catalogue %s", (_language, catalogue, source) => {
  it("has every text, and no other", () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(source).sort());
  });

  it("has the placeholders of the English text", () => {
    const differing = Object.keys(source).filter(
      (id) => String(toPlaceholders(catalogue[id])) !== String(toPlaceholders(source[id])),
    );
    expect(differing).toEqual([]);
  });
});
