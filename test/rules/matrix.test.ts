import { deleteDoc, doc, type Firestore, setDoc, writeBatch } from "firebase/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, isAllowed } from "./allowed.ts";
import { foreignDocuments, type KindName, kindNames, kindOf, toPath } from "./documents.ts";
import { openRules, type RulesEnvironment } from "./environment.ts";
import { attemptTo, isWrite, type OperationName, operationNames, operations } from "./operations.ts";
import { openRole, type RoleName, roleNames, roles } from "./roles.ts";

/** Stands for the uid of somebody who has none. */
const nobody = "nobody";
const uidOf = (role: RoleName) => roles[role].uid ?? nobody;

let rules: RulesEnvironment;
const clients = new Map<RoleName, Firestore>();

beforeAll(async () => {
  rules = await openRules("demo-rules-matrix");
  await seed(rules.admin);
  for (const role of roleNames) clients.set(role, openRole(rules.environment, role));
});
afterAll(() => rules?.close());

async function seed(admin: Firestore): Promise<void> {
  const documents = new Map<string, object>(Object.entries(foreignDocuments));
  for (const kind of kindNames.map(kindOf)) {
    for (const role of roleNames) documents.set(toPath(kind, uidOf(role)), kind.data);
  }
  const batch = writeBatch(admin);
  for (const [path, data] of documents) batch.set(doc(admin, path), data);
  await batch.commit();
}

/** Kinds whose id is the uid have one document for create, update and delete: it is put as the operation needs it. */
async function prepare(role: RoleName, kindName: KindName, operation: OperationName): Promise<void> {
  const kind = kindOf(kindName);
  if (!isWrite(operation) || kind.id !== "{uid}") return;
  const target = doc(rules.admin, toPath(kind, uidOf(role)));
  await (operation === "create" ? deleteDoc(target) : setDoc(target, kind.data));
}

function clientOf(role: RoleName): Firestore {
  const client = clients.get(role);
  if (client === undefined) throw new Error(`no client for ${role}`);
  return client;
}

describe.each(roleNames)("%s", (role) => {
  for (const kindName of kindNames) {
    for (const operation of operationNames) {
      const expected = isAllowed(role, kindName, operation) ? "allowed" : "denied";
      // Writes share documents with their neighbours; reads change nothing.
      const run = isWrite(operation) ? it : it.concurrent;
      run(`${operation} · ${kindName}: ${expected}`, async () => {
        await prepare(role, kindName, operation);
        const kind = kindOf(kindName);
        const attempt = { db: clientOf(role), kind, uid: uidOf(role) };
        const { verdict, returned } = await attemptTo(() => operations[operation](attempt));
        expect(verdict).toBe(expected);
        expect(returned.filter(({ path }) => path in foreignDocuments && role !== "owner of another network")).toEqual(
          [],
        );
      });
    }
  }
});

describe("the table itself", () => {
  it.each(
    allowed.flatMap(({ kinds, operations }) =>
      kinds.flatMap((kind) => operations.map((operation) => ({ kind, operation }))),
    ),
  )("$operation · $kind has a twin that is denied", ({ kind, operation }) => {
    expect(roleNames.some((role) => !isAllowed(role, kind, operation))).toBe(true);
  });
});
