import {
  deleteDoc,
  deleteField,
  doc,
  type Firestore,
  setDoc,
  Timestamp,
  updateDoc,
  writeBatch,
} from "firebase/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRules, type RulesEnvironment } from "./environment.ts";
import { attemptTo } from "./operations.ts";
import { linkEpoch, networkId, nodeId, openRole, ownerUid } from "./roles.ts";

const ownPath = `networks/${networkId}/watch/${ownerUid}`;
const inMs = (ms: number) => Date.now() + ms;

let rules: RulesEnvironment;
let owner: Firestore;

beforeAll(async () => {
  rules = await openRules("demo-rules-watch");
  owner = openRole(rules.environment, "owner");
});
afterAll(() => rules?.close());
beforeEach(async () => {
  await setDoc(doc(rules.admin, `networks/${networkId}`), { ownerId: ownerUid, linkEpoch });
  await deleteDoc(doc(rules.admin, ownPath));
});

const verdictOf = async (work: () => Promise<void>) => (await attemptTo(() => work().then(() => []))).verdict;

/** Made when the test runs: the bounds are relative to now. Each allow is followed by its deny twin. */
const cases: readonly { name: string; data: () => object; verdict: "allowed" | "denied" }[] = [
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

describe("the content of a watch document", () => {
  it.each(cases)("created with $name: $verdict", async ({ data, verdict }) => {
    expect(await verdictOf(() => setDoc(doc(owner, ownPath), data()))).toBe(verdict);
  });
  it.each(cases)("replaced with $name: $verdict", async ({ data, verdict }) => {
    await setDoc(doc(rules.admin, ownPath), { until: inMs(30_000) });
    expect(await verdictOf(() => setDoc(doc(owner, ownPath), data()))).toBe(verdict);
  });
});

describe("the watch document over time", () => {
  it("is prolonged: allowed", async () => {
    await setDoc(doc(rules.admin, ownPath), { until: inMs(-60_000), nodeId });
    expect(await verdictOf(() => updateDoc(doc(owner, ownPath), { until: inMs(60_000) }))).toBe("allowed");
  });
  it("is prolonged while an old field that nobody may write stays: denied", async () => {
    await setDoc(doc(rules.admin, ownPath), { until: inMs(30_000), extra: 1 });
    expect(await verdictOf(() => updateDoc(doc(owner, ownPath), { until: inMs(60_000) }))).toBe("denied");
  });
  it("loses its node: allowed; loses its end: denied", async () => {
    await setDoc(doc(rules.admin, ownPath), { until: inMs(30_000), nodeId });
    expect(await verdictOf(() => updateDoc(doc(owner, ownPath), { nodeId: deleteField() }))).toBe("allowed");
    expect(await verdictOf(() => updateDoc(doc(owner, ownPath), { until: deleteField() }))).toBe("denied");
  });
  it("is taken away by its person: allowed; where it is not there: allowed too", async () => {
    await setDoc(doc(rules.admin, ownPath), { until: inMs(30_000) });
    expect(await verdictOf(() => deleteDoc(doc(owner, ownPath)))).toBe("allowed");
    expect(await verdictOf(() => deleteDoc(doc(owner, ownPath)))).toBe("allowed");
  });
});

describe("whose watch document", () => {
  const until = () => ({ until: inMs(60_000) });

  it("the owner's in a network that does not exist: denied", async () => {
    expect(await verdictOf(() => setDoc(doc(owner, `networks/none/watch/${ownerUid}`), until()))).toBe("denied");
  });
  it("of somebody who gave the network away: denied, and so is taking it away", async () => {
    await setDoc(doc(rules.admin, ownPath), { until: inMs(30_000) });
    await setDoc(doc(rules.admin, `networks/${networkId}`), { ownerId: "next-owner", linkEpoch });
    expect(await verdictOf(() => setDoc(doc(owner, ownPath), until()))).toBe("denied");
    expect(await verdictOf(() => deleteDoc(doc(owner, ownPath)))).toBe("denied");
  });
  it("one's own and another's in one batch: denied, and nothing is written", async () => {
    const batch = writeBatch(owner);
    batch.set(doc(owner, ownPath), until());
    batch.set(doc(owner, `networks/${networkId}/watch/another`), until());
    expect(await verdictOf(() => batch.commit())).toBe("denied");
  });
  it("below the watch document: denied", async () => {
    expect(await verdictOf(() => setDoc(doc(owner, `${ownPath}/more/one`), until()))).toBe("denied");
  });
});
