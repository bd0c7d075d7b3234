import { isAllowed } from "./allowed.ts";
import { type Kind, type KindName, kindNames, kindOf, uidOf } from "./documents.ts";
import { type OperationName, operations, operationsOf } from "./operations.ts";
import type { Answer, Ask, Project } from "./project.ts";
import { type RoleName, roleNames, toCaller } from "./roles.ts";
import { isForeign } from "./seed.ts";

/** One cell of the matrix. */
export interface Case {
  readonly role: RoleName;
  readonly kind: KindName;
  readonly operation: OperationName | `${"create" | "update"} with ${string}`;
  readonly toAsk: () => Ask;
  readonly expected: Answer["verdict"];
}

/** Those who may do most, and those who may do nothing. */
const strongest: readonly RoleName[] = [
  "owner",
  "administrator of the network",
  "administrator of the node",
  "raw viewer",
  "raw viewer of a view",
  "gateway",
  "stranger",
  "nobody signed in",
];

export const rolesOf = (kind: Kind): readonly RoleName[] => (kind.isNeighbour ? strongest : roleNames);

export function casesOf(role: RoleName, name: KindName): Case[] {
  const kind = kindOf(name);
  return operationsOf(kind).map((operation) => ({
    role,
    kind: name,
    operation,
    toAsk: () => operations[operation](kind, uidOf(role)),
    expected: isAllowed(role, name, operation) ? "allowed" : "denied",
  }));
}

/** The whole table. */
export const allCases = (): Case[] =>
  kindNames.flatMap((name) => rolesOf(kindOf(name)).flatMap((role) => casesOf(role, name)));

const callers = new Map(roleNames.map((name) => [name, toCaller(name)]));

/** Undefined where the rules say what is expected and nothing of another home comes back. */
export async function findFault(
  project: Project,
  { role, kind, operation, toAsk, expected }: Case,
): Promise<string | undefined> {
  const caller = callers.get(role);
  if (caller === undefined) throw new Error(`no caller for ${role}`);
  const { verdict, found } = await project.ask(caller, toAsk());
  const foreign = role.endsWith("another network") ? undefined : found.find(({ path }) => isForeign(path));
  if (verdict === expected && foreign === undefined) return undefined;
  return `${role} · ${operation} · ${kind}: ${foreign ? `returned ${foreign.path}` : `${verdict}, not ${expected}`}`;
}

/** Works on some at a time. @returns what `work` found, in no order, until `isEnough`. */
export async function gather<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result | undefined>,
  isEnough: (found: readonly Result[]) => boolean = () => false,
  atOnce = 24,
): Promise<Result[]> {
  const found: Result[] = [];
  const waiting = items.values();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const item of waiting) {
      const result = await work(item);
      if (result !== undefined) found.push(result);
      if (isEnough(found)) return;
    }
  });
  await Promise.all(workers);
  return found;
}
