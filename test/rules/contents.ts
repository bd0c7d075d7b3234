import { Timestamp } from "firebase/firestore";
import type { Case } from "./cases.ts";
import { kindOf, notice, toPath } from "./documents.ts";
import { nodeId, ownerUid } from "./roles.ts";

/** What an owner may and may not write, field by field. Made when it is asked: the bounds are relative to now. */
interface Content {
  readonly name: string;
  readonly data: () => object;
  readonly verdict: Case["expected"];
}

const inMs = (ms: number) => Date.now() + ms;

/** Each allow is followed by its deny twin. */
const watches: readonly Content[] = [
  { name: "a minute ahead", data: () => ({ until: inMs(60_000) }), verdict: "allowed" },
  { name: "nothing", data: () => ({}), verdict: "denied" },
  { name: "two minutes ahead but 5 s", data: () => ({ until: inMs(115_000) }), verdict: "allowed" },
  { name: "two minutes ahead and 5 s", data: () => ({ until: inMs(125_000) }), verdict: "denied" },
  { name: "5 s ahead", data: () => ({ until: inMs(5_000) }), verdict: "allowed" },
  { name: "5 s ago", data: () => ({ until: inMs(-5_000) }), verdict: "denied" },
  { name: "zero", data: () => ({ until: 0 }), verdict: "denied" },
  { name: "a year ahead", data: () => ({ until: inMs(365 * 86_400_000) }), verdict: "denied" },
  { name: "not a whole number", data: () => ({ until: inMs(60_000) + 0.5 }), verdict: "denied" },
  { name: "text", data: () => ({ until: String(inMs(60_000)) }), verdict: "denied" },
  { name: "a timestamp", data: () => ({ until: Timestamp.fromMillis(inMs(60_000)) }), verdict: "denied" },
  { name: "null", data: () => ({ until: null }), verdict: "denied" },
  { name: "infinity", data: () => ({ until: Number.POSITIVE_INFINITY }), verdict: "denied" },
  { name: "a node", data: () => ({ until: inMs(60_000), nodeId }), verdict: "allowed" },
  { name: "a node only", data: () => ({ nodeId }), verdict: "denied" },
  { name: "a node's id too long", data: () => ({ until: inMs(60_000), nodeId: `${nodeId}a` }), verdict: "denied" },
  { name: "a node's id too short", data: () => ({ until: inMs(60_000), nodeId: "a" }), verdict: "denied" },
  {
    name: "a node's id with a slash",
    data: () => ({ until: inMs(60_000), nodeId: `/${nodeId.slice(1)}` }),
    verdict: "denied",
  },
  { name: "a node as a number", data: () => ({ until: inMs(60_000), nodeId: 1 }), verdict: "denied" },
  { name: "a node as null", data: () => ({ until: inMs(60_000), nodeId: null }), verdict: "denied" },
  { name: "one field more", data: () => ({ until: inMs(60_000), uid: ownerUid }), verdict: "denied" },
  { name: "one large field more", data: () => ({ until: inMs(60_000), d: "x".repeat(500_000) }), verdict: "denied" },
];

const profilesAllowed: Record<string, object> = {
  nothing: {},
  everything: { v: 1, displayName: "Ada", locale: "de-CH", currency: "CHF", theme: "dark" },
  "a name of 80 characters": { displayName: "é".repeat(80) },
  "no name": { displayName: "" },
  "a name in another script": { displayName: "山田 花子 👩‍🔧" },
  "a locale with script and region": { locale: "zh-Hant-TW" },
  "a language alone": { locale: "fil" },
  "the light theme": { theme: "light" },
  "the phone's theme": { theme: "auto" },
};

const profilesDenied: Record<string, object> = {
  "a field that nobody knows": { v: 1, isAdmin: true },
  "a role": { role: "admin" },
  "an owner": { ownerId: ownerUid },
  "a later version": { v: 2 },
  "a version as text": { v: "1" },
  "a name of 81 characters": { displayName: "é".repeat(81) },
  "a name with a line break": { displayName: "Ada\nLovelace" },
  "a name as a number": { displayName: 1 },
  "a name as null": { displayName: null },
  "a name as a map": { displayName: { first: "Ada" } },
  "an empty locale": { locale: "" },
  "a locale that is none": { locale: "<script>" },
  "a long locale": { locale: `de-${"abcd-".repeat(40)}x` },
  "a locale as a list": { locale: ["de"] },
  "a currency in lower case": { currency: "eur" },
  "a currency of four letters": { currency: "EURO" },
  "a currency as a number": { currency: 978 },
  "a theme that is none": { theme: "blue" },
  "a theme as a list": { theme: ["dark"] },
};

const toContents = (table: Record<string, object>, verdict: Case["expected"]): Content[] =>
  Object.entries(table).map(([name, data]) => ({ name, data: () => data, verdict }));
const profiles = [...toContents(profilesAllowed, "allowed"), ...toContents(profilesDenied, "denied")];

const reads: readonly Content[] = [
  { name: "now", data: () => ({ ...notice, readAt: Date.now() }), verdict: "allowed" },
  { name: "when it came", data: () => ({ ...notice, readAt: notice.at }), verdict: "allowed" },
  { name: "by a clock 50 s ahead", data: () => ({ ...notice, readAt: inMs(50_000) }), verdict: "allowed" },
  { name: "by a clock 70 s ahead", data: () => ({ ...notice, readAt: inMs(70_000) }), verdict: "denied" },
  { name: "before it came", data: () => ({ ...notice, readAt: notice.at - 1 }), verdict: "denied" },
  { name: "at no whole moment", data: () => ({ ...notice, readAt: Date.now() - 0.5 }), verdict: "denied" },
  { name: "at a text", data: () => ({ ...notice, readAt: String(Date.now()) }), verdict: "denied" },
  { name: "and another title", data: () => ({ ...notice, readAt: Date.now(), title: "Mine" }), verdict: "denied" },
  { name: "and not pushed", data: () => ({ ...notice, readAt: Date.now(), push: null }), verdict: "denied" },
  { name: "and older than it is", data: () => ({ ...notice, readAt: Date.now(), at: 0 }), verdict: "denied" },
  {
    name: "without its version",
    data: () => ({ at: notice.at, push: notice.push, readAt: Date.now() }),
    verdict: "denied",
  },
];

type ContentKind = "ownWatch" | "ownProfile" | "ownNotice";
const both = ["create", "update"] as const;

function toCases(
  kind: ContentKind,
  contents: readonly Content[],
  acts: readonly (typeof both)[number][] = both,
): Case[] {
  const path = toPath(kindOf(kind), ownerUid);
  return contents.flatMap(({ name, data, verdict }) =>
    acts.map((act) => ({
      role: "owner",
      kind,
      operation: `${act} with ${name}`,
      toAsk: () => ({ act, path, data: data() }),
      expected: verdict,
    })),
  );
}

export const contentCases = [
  ...toCases("ownWatch", watches),
  ...toCases("ownProfile", profiles),
  ...toCases("ownNotice", reads, ["update"]),
];
