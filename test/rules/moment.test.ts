import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEmulator, readRules } from "./environment.ts";
import { type Answer, openProject, type Project } from "./project.ts";
import { nodeId, ownerUid, roleOf, toGrant } from "./roles.ts";

/**
 * Each question is a request of its own: the emulator takes the time of an open connection for that of all that is asked over it, so
 * what the SDK's clients see of time is not seen here.
 */
const node = `nodes/${nodeId}`;
const bucket = `${node}/series/raw/buckets/2026-06-20`;
const grantee = { uid: "grantee", claims: roleOf("stranger").token };
let project: Project;

beforeAll(async () => {
  project = openProject(await findEmulator(), "demo-rules-moment");
  await project.clear();
  await project.load(await readRules());
  await project.seed([
    [node, { ownerId: ownerUid, memberIds: [ownerUid] }],
    [bucket, { v: 1 }],
  ]);
});
afterAll(() => project?.close());

const setTimes = (times: { from?: number; until?: number | null }) =>
  project.seed([[`${node}/grants/grantee`, toGrant(node, grantee.uid, times)]]);
const verdictOf = async (path: string) => (await project.ask(grantee, { act: "get", path })).verdict;

/** Asks until the answer is another. @returns when the last of the first answers was asked for, and when the first other one came. */
async function waitForChange(): Promise<{ last: Answer["verdict"]; askedAt: number; changedAt: number }> {
  const first = await verdictOf(bucket);
  for (let askedAt = Number.NaN; ; ) {
    const at = Date.now();
    const last = await verdictOf(bucket);
    if (last !== first) return { last, askedAt, changedAt: Date.now() };
    askedAt = at;
  }
}

describe("the moment a grant begins or ends", () => {
  it("ends: allowed until then, denied from then on, though no sweep has run", async () => {
    const until = Date.now() + 3_000;
    await setTimes({ until });
    const { last, askedAt, changedAt } = await waitForChange();
    expect(last).toBe("denied");
    expect(askedAt).toBeLessThan(until);
    expect(changedAt).toBeGreaterThanOrEqual(until);
    expect(await verdictOf(node)).toBe("denied");
  });

  it("begins: denied until then, allowed from then on", async () => {
    const from = Date.now() + 3_000;
    await setTimes({ from });
    const { last, askedAt, changedAt } = await waitForChange();
    expect(last).toBe("allowed");
    expect(askedAt).toBeLessThan(from);
    expect(changedAt).toBeGreaterThanOrEqual(from);
    expect(await verdictOf(node)).toBe("allowed");
  });

  it.each([
    { name: "began a second ago", times: () => ({ from: Date.now() - 1_000 }), verdict: "allowed" },
    { name: "begins in half a minute", times: () => ({ from: Date.now() + 30_000 }), verdict: "denied" },
    { name: "ends in half a minute", times: () => ({ until: Date.now() + 30_000 }), verdict: "allowed" },
    { name: "ended a second ago", times: () => ({ until: Date.now() - 1_000 }), verdict: "denied" },
    { name: "has no end", times: () => ({ until: null }), verdict: "allowed" },
  ])("$name: $verdict", async ({ times, verdict }) => {
    await setTimes(times());
    expect(await verdictOf(bucket)).toBe(verdict);
    expect(await verdictOf(node)).toBe(verdict);
  });
});
