import { deleteDoc, deleteField, doc, type Firestore, setDoc, updateDoc, writeBatch } from "firebase/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verdictOf } from "./attempt.ts";
import { openRules, type RulesEnvironment } from "./environment.ts";
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
