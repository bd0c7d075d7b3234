import { deleteDoc, doc, type Firestore, setDoc, updateDoc } from "firebase/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRules, type RulesEnvironment } from "./environment.ts";
import { attemptTo } from "./operations.ts";
import { openRole, ownerUid } from "./roles.ts";

const path = `users/${ownerUid}`;

let rules: RulesEnvironment;
let owner: Firestore;

beforeAll(async () => {
  rules = await openRules("demo-rules-profile");
  owner = openRole(rules.environment, "owner");
});
afterAll(() => rules?.close());

const verdictOf = async (work: () => Promise<void>) => (await attemptTo(() => work().then(() => []))).verdict;

const allowed: Record<string, object> = {
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

const denied: Record<string, object> = {
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

describe("the content of one's own profile", () => {
  it.each(Object.entries(allowed))("created with %s: allowed", async (_name, data) => {
    await deleteDoc(doc(rules.admin, path));
    expect(await verdictOf(() => setDoc(doc(owner, path), data))).toBe("allowed");
  });
  it.each(Object.entries(denied))("created with %s: denied", async (_name, data) => {
    await deleteDoc(doc(rules.admin, path));
    expect(await verdictOf(() => setDoc(doc(owner, path), data))).toBe("denied");
  });
  it.each(Object.entries(allowed))("changed to %s: allowed", async (_name, data) => {
    await setDoc(doc(rules.admin, path), { v: 1, displayName: "Before" });
    expect(await verdictOf(() => setDoc(doc(owner, path), data, { merge: true }))).toBe("allowed");
  });
  it.each(Object.entries(denied))("changed to %s: denied", async (_name, data) => {
    await setDoc(doc(rules.admin, path), { v: 1, displayName: "Before" });
    expect(await verdictOf(() => updateDoc(doc(owner, path), { ...data }))).toBe("denied");
  });
});
