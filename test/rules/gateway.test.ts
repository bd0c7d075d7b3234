import {
  collection,
  deleteDoc,
  doc,
  type Firestore,
  getDoc,
  getDocs,
  onSnapshot,
  query,
  setDoc,
  where,
} from "firebase/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verdictOf } from "./attempt.ts";
import { openRules, type RulesEnvironment } from "./environment.ts";
import { linkEpoch, networkId, openRole, ownerUid } from "./roles.ts";

const networkPath = `networks/${networkId}`;

let rules: RulesEnvironment;

beforeAll(async () => {
  rules = await openRules("demo-rules-gateway");
});
afterAll(() => rules?.close());
beforeEach(async () => {
  await setDoc(doc(rules.admin, networkPath), { ownerId: ownerUid, linkEpoch });
  await setDoc(doc(rules.admin, `${networkPath}/watch/${ownerUid}`), { until: Date.now() + 60_000 });
});

const watches = (gateway: Firestore) => collection(gateway, `${networkPath}/watch`);

describe("the gateway", () => {
  it("asks for the watches that have not ended: allowed", async () => {
    const gateway = openRole(rules.environment, "gateway");
    const open = query(watches(gateway), where("until", ">", Date.now()));
    const found = await getDocs(open);
    expect(found.docs.map((one) => one.id)).toEqual([ownerUid]);
  });

  it("reads no more from the moment its network is revoked: denied", async () => {
    const gateway = openRole(rules.environment, "gateway");
    expect(await verdictOf(() => getDocs(watches(gateway)))).toBe("allowed");
    await setDoc(doc(rules.admin, networkPath), { ownerId: ownerUid, linkEpoch: linkEpoch + 1 });
    const afresh = openRole(rules.environment, "gateway");
    expect(await verdictOf(() => getDocs(watches(afresh)))).toBe("denied");
    expect(await verdictOf(() => getDoc(doc(afresh, `${networkPath}/doorbell/one`)))).toBe("denied");
  });

  it("loses its open listener when its network is revoked and something changes", async () => {
    const gateway = openRole(rules.environment, "gateway");
    const ended = Promise.withResolvers<string>();
    const opened = Promise.withResolvers<void>();
    const stop = onSnapshot(
      watches(gateway),
      () => opened.resolve(),
      (error) => ended.resolve(error.code),
    );
    await opened.promise;
    await setDoc(doc(rules.admin, networkPath), { ownerId: ownerUid, linkEpoch: linkEpoch + 1 });
    await setDoc(doc(rules.admin, `${networkPath}/watch/${ownerUid}`), { until: Date.now() + 90_000 });
    expect(await ended.promise).toBe("permission-denied");
    stop();
  });

  it("of a network that was removed: denied", async () => {
    await deleteDoc(doc(rules.admin, networkPath));
    const gateway = openRole(rules.environment, "gateway");
    expect(await verdictOf(() => getDocs(watches(gateway)))).toBe("denied");
  });
});
