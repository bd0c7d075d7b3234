import { allCases, type Case } from "../rules/cases.ts";
import { contentCases } from "../rules/contents.ts";
import { kindOf, toPath } from "../rules/documents.ts";
import { apply, type Mutant } from "./mutate.ts";
import { type Allow, parseRules, type Rules } from "./parse.ts";

/** The matrix and what an owner may write, field by field. */
export const everyCase: readonly Case[] = [...contentCases, ...allCases()];

function toMatcher({ segments }: Allow): RegExp {
  const source = segments.map(({ text }) => {
    if (text.endsWith("=**}")) return "(/[^/]+)*";
    return text.startsWith("{") ? "/[^/]+" : `/${text}`;
  });
  return new RegExp(`^${source.join("")}$`);
}

/** The cases of the kinds that the mutant's `allow`s match, before or after the change; those that killed others first. */
export function casesOfMutant(rules: Rules, mutant: Mutant, killers: ReadonlyMap<Case, number>): Case[] {
  const changed = parseRules(apply(rules, mutant));
  const matchers = mutant.allows.flatMap((at) =>
    [rules.allows[at], changed.allows[at]].flatMap((allow) => (allow ? [toMatcher(allow)] : [])),
  );
  const matched = new Map<string, boolean>();
  const isMatched = (name: Case["kind"]) => {
    const known = matched.get(name);
    if (known !== undefined) return known;
    const path = `/${toPath(kindOf(name), "somebody")}`;
    const found = matchers.some((matcher) => matcher.test(path));
    matched.set(name, found);
    return found;
  };
  const weight = (one: Case, at: number) =>
    (killers.get(one) ?? 0) + (one.expected === "allowed" ? 0.5 : 0) + toNoise(at) / 2;
  return everyCase
    .flatMap((one, at) => (isMatched(one.kind) ? [{ one, weight: weight(one, at) }] : []))
    .sort((a, b) => b.weight - a.weight)
    .map(({ one }) => one);
}

/** In [0, 1), the same in each run: so that neighbours, which fail alike, do not stand together. */
const toNoise = (at: number) => (Math.imul(at, 2_654_435_761) >>> 0) / 2 ** 32;
