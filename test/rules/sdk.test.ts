import {
  collection,
  collectionGroup,
  doc,
  type Firestore,
  getCountFromServer,
  getDocFromServer,
  getDocsFromServer,
  limit,
  orderBy,
  type QueryConstraint,
  query,
  where,
} from "firebase/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verdictOf } from "./attempt.ts";
import { allCases, type Case, gather } from "./cases.ts";
import { findEmulator, openRules, type RulesEnvironment } from "./environment.ts";
import { type Ask, openProject } from "./project.ts";
import { openRole, type RoleName } from "./roles.ts";
import { toSeed } from "./seed.ts";

const projectId = "demo-rules-sdk";
let rules: RulesEnvironment;
const clients = new Map<RoleName, Firestore>();

beforeAll(async () => {
  rules = await openRules(projectId);
  const project = openProject(await findEmulator(), projectId);
  await project.seed(toSeed());
  project.close();
});
afterAll(() => rules?.close());

function clientOf(role: RoleName): Firestore {
  const client = clients.get(role) ?? openRole(rules.environment, role);
  clients.set(role, client);
  return client;
}

function read(db: Firestore, ask: Ask): Promise<unknown> {
  if (ask.act === "get") return getDocFromServer(doc(db, ask.path));
  if (ask.act !== "list" && ask.act !== "count") throw new Error(`${ask.act} reads nothing`);
  const source = ask.group ? collectionGroup(db, ask.collection) : collection(db, ask.collection);
  const constraints: QueryConstraint[] = [];
  if (ask.where) constraints.push(where(ask.where.field, ask.where.op, ask.where.value));
  if (ask.orderBy) constraints.push(orderBy(ask.orderBy));
  if (ask.limit) constraints.push(limit(ask.limit));
  const asked = query(source, ...constraints);
  return ask.act === "list" ? getDocsFromServer(asked) : getCountFromServer(asked);
}

/** The matrix asks by HTTPS; the app asks by the SDK, which listens. Every so manieth case, of each verdict, must be the same there. */
function toSample(verdict: Case["expected"], each: number): Case[] {
  const reads = allCases().filter(({ expected, toAsk }) => {
    const { act } = toAsk();
    return expected === verdict && (act === "get" || act === "list" || act === "count");
  });
  return reads.filter((_, at) => at % each === 0);
}

describe("the app's SDK", () => {
  it.each([
    ["allowed", 11],
    ["denied", 101],
  ] as const)("is %s what the matrix says, by every %ith case", async (verdict, each) => {
    const cases = toSample(verdict, each);
    const faults = await gather(cases, async ({ role, kind, operation, toAsk }) => {
      const found = await verdictOf(() => read(clientOf(role), toAsk()));
      return found === verdict ? undefined : `${role} · ${operation} · ${kind}: ${found}`;
    });
    expect(faults).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  });
});
