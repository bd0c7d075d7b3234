import {
  collection,
  collectionGroup,
  doc,
  type Firestore,
  getDoc,
  getDocs,
  onSnapshot,
  type Query,
  query,
  updateDoc,
  where,
  writeBatch,
} from "firebase/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { verdictOf } from "./attempt.ts";
import { openRules, type RulesEnvironment, toFirestore } from "./environment.ts";
import { networkId, nodeId, ownerUid, roleOf, toGrant } from "./roles.ts";

const node = `nodes/${nodeId}`;
const bucket = `${node}/series/raw/buckets/2026-06-20`;
const lists = { [node]: "memberIds", [`live/${nodeId}`]: "readers", [`health/${nodeId}`]: "managers" } as const;

let rules: RulesEnvironment;
/** Two people of the same rights: one of them loses theirs, the other shows that there was something to see. */
let leaver: Firestore;
let stayer: Firestore;

beforeAll(async () => {
  rules = await openRules("demo-rules-listener");
});
afterAll(() => rules?.close());
beforeEach(async () => {
  const batch = writeBatch(rules.admin);
  for (const uid of ["leaver", "stayer"]) {
    batch.set(doc(rules.admin, `${node}/grants/${uid}`), toGrant(node, uid, { role: "admin" }));
  }
  for (const [path, field] of Object.entries(lists)) {
    batch.set(doc(rules.admin, path), { networkId, ownerId: ownerUid, [field]: [ownerUid, "leaver", "stayer"], d: 0 });
  }
  batch.set(doc(rules.admin, bucket), { v: 1, d: 0 });
  await batch.commit();
  const open = (uid: string) => toFirestore(rules.environment.authenticatedContext(uid, roleOf("stranger").token));
  leaver = open("leaver");
  stayer = open("stayer");
});

/** What a listener has been told: the newest `d`, null while it sees no document, or that it was cut off. */
function listen(source: Query) {
  const heard: { newest: number | null; isDenied: boolean } = { newest: null, isDenied: false };
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const check of waiting) check();
  };
  const stop = onSnapshot(
    source,
    ({ docs }) => {
      heard.newest = docs[0] === undefined ? null : Number(docs[0].data().d ?? 0);
      tell();
    },
    (error) => {
      heard.isDenied = error.code === "permission-denied";
      tell();
    },
  );
  const until = (isSo: (now: typeof heard) => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!isSo(heard)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { heard, until, stop };
}

/** As the server does: grant and lists in one commit. */
async function revoke(uid: string): Promise<void> {
  const batch = writeBatch(rules.admin);
  batch.delete(doc(rules.admin, `${node}/grants/${uid}`));
  for (const [path, field] of Object.entries(lists)) {
    batch.update(doc(rules.admin, path), { [field]: [ownerUid, "stayer"] });
  }
  await batch.commit();
}

const sources: readonly { name: string; path: string; source: (db: Firestore, uid: string) => Query }[] = [
  { name: "buckets, by the grant", path: bucket, source: (db) => collection(db, `${node}/series/raw/buckets`) },
  ...Object.entries(lists).map(([path, field]) => {
    const name = path.split("/")[0] ?? "";
    const source = (db: Firestore, uid: string) => query(collection(db, name), where(field, "array-contains", uid));
    return { name: `${name}, by the list`, path, source };
  }),
];

describe("an open listener of somebody whose grant is revoked", () => {
  it.each(sources)("of $name: hears nothing new", async ({ path, source }) => {
    const leaving = listen(source(leaver, "leaver"));
    const staying = listen(source(stayer, "stayer"));
    let written = 0;
    const write = () => updateDoc(doc(rules.admin, path), { d: ++written });
    const hasHeard = ({ heard }: typeof leaving, beyond: number) => (heard.newest ?? 0) > beyond;
    // Written until it is heard: a busy emulator may leave out one of two writes that follow each other at once.
    await waitFor("both to hear", async () => {
      await write();
      return hasHeard(leaving, 0) && hasHeard(staying, 0);
    });
    await revoke("leaver");
    const last = written;
    await waitFor("the other to hear what came after", async () => {
      await write();
      return hasHeard(staying, last + 1);
    });
    expect(hasHeard(leaving, last)).toBe(false);
    leaving.stop();
    staying.stop();
  });

  it("of what is lent to them: sees it go", async () => {
    const own = (db: Firestore, uid: string) => query(collectionGroup(db, "grants"), where("principalId", "==", uid));
    const leaving = listen(own(leaver, "leaver"));
    await leaving.until(({ newest }) => newest === 0);
    await revoke("leaver");
    await leaving.until(({ newest }) => newest === null);
    expect((await getDocs(own(stayer, "stayer"))).size).toBe(1);
    leaving.stop();
  });

  it("is opened again: denied; the other's: allowed", async () => {
    await revoke("leaver");
    for (const path of [bucket, ...Object.keys(lists)]) {
      expect(await verdictOf(() => getDoc(doc(leaver, path)))).toBe("denied");
      expect(await verdictOf(() => getDoc(doc(stayer, path)))).toBe("allowed");
    }
  });
});
