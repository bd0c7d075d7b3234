import { describe, expect, it } from "vitest";
import { apply, toMutants, toPattern } from "../mutants/mutate.ts";
import { callsOf, type Expression, parseRules, type Rules } from "../mutants/parse.ts";
import { readRules } from "../rules/environment.ts";

const rules = parseRules(await readRules());

/** Documents that rules read to decide: `get(…)`s in an expression and in the functions it calls. */
function readsOf(of: Rules, whole: Expression): number {
  const called = callsOf(of, whole);
  const bodies = of.functions.filter(({ name }) => called.has(name)).map(({ body }) => body);
  return [whole, ...bodies].flatMap(({ start, end }) => of.source.slice(start, end).match(/\bget\(\//g) ?? []).length;
}

describe("what firestore.rules cost", () => {
  it.each(rules.allows.map((allow) => ({ place: toPattern(allow), allow })))(
    "$place: at most three reads a request",
    ({ allow }) => expect(readsOf(rules, allow.condition)).toBeLessThanOrEqual(3),
  );

  it.each(["/nodes/{nodeId}", "/live/{liveId}", "/health/{nodeId}", "/{path=**}/grants/{principalId}"])(
    "a list of %s, however long, reads nothing beyond its results",
    (place) => {
      const lists = rules.allows.filter(
        (allow) => toPattern(allow) === place && allow.methods.some(({ text }) => text === "list"),
      );
      expect(lists.map(({ condition }) => readsOf(rules, condition))).toEqual([0]);
    },
  );

  it("counts what a function reads", () => {
    const config = rules.allows.find((allow) => toPattern(allow) === "/networks/{networkId}/config/{recordId}");
    expect(config && readsOf(rules, config.condition)).toBe(2);
  });
});

describe("mutants", () => {
  const small = `rules_version = '2';
    service cloud.firestore {
      match /databases/{database}/documents {
        function isOwn(id) { return id == request.auth.uid; }
        match /things/{id} {
          allow get, list: if isOwn(id) && (resource.data.kind in ['a', 'b'] || !resource.data.isSecret);
        }
      }
    }`;
  const parsed = parseRules(small);
  const names = toMutants(parsed).map(({ name }) => name);

  it.each([
    "isOwn: id == request.auth.uid → true",
    "isOwn: == → !=",
    "isOwn: request.auth.uid → 'owner'",
    "/things/{id} get,list: isOwn(id) → true",
    "/things/{id} get,list: && → ||",
    "/things/{id} get,list: resource.data.kind in ['a', 'b'] → false",
    "/things/{id} get,list: ['a', 'b'] → ['b']",
    "/things/{id} get,list: ['a', 'b'] → ['a']",
    "/things/{id} get,list: ! → nothing",
    "/things/{id} get,list: get, list → list",
    "/things/{id} get,list: get, list → get, list, delete",
    "match /things/{id}: things → {any}",
    "match /things/{id}: {id} → {id=**}",
  ])("are made: %s", (name) => expect(names).toContain(name));

  it("have names of their own, and each is another text that still parses", () => {
    const mutants = toMutants(rules);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    const texts = new Set(mutants.map((mutant) => apply(rules, mutant)));
    expect(texts.has(rules.source)).toBe(false);
    expect(mutants.length).toBeGreaterThan(500);
    for (const text of texts) expect(parseRules(text).allows).toHaveLength(rules.allows.length);
  });
});
