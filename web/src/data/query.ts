import { paths } from "@lastmeter/model/paths";

/** What to listen to: a collection by one condition, or (without a condition) one document. */
export interface QuerySpec {
  /** With `group` the name of every collection called so; its documents are known by their paths. */
  readonly path: string;
  readonly group?: true;
  readonly where: {
    readonly field: string;
    readonly op: "==" | "array-contains";
    readonly value: string | number | null;
  } | null;
  /** With a condition: only so many, those with the greatest of one field. */
  readonly newest?: { readonly field: string; readonly size: number };
}

/** A page of a collection in the order of one field, newest first; `before` is that field of the page's last. */
export interface PageSpec {
  readonly path: string;
  readonly where: readonly NonNullable<QuerySpec["where"]>[];
  readonly newest: string;
  readonly size: number;
  readonly before: number | null;
}

/** `fields` is null where the document is gone. */
export interface Change {
  readonly id: string;
  readonly fields: unknown;
}

export interface Listener {
  next(changes: readonly Change[], fromCache: boolean): void;
  /** @param code of Firebase, e.g. `permission-denied`; the listening is over. */
  error(code: string): void;
}

/** A query whose documents are parsed; null: a document this version cannot read. */
export interface Query<T> extends QuerySpec {
  readonly parse: (fields: unknown) => T | null;
}

interface Schema<T> {
  safeParse(fields: unknown): { success: true; data: T } | { success: false };
}

export const parseBy =
  <T>(schema: Schema<T>) =>
  (fields: unknown): T | null => {
    const parsed = schema.safeParse(fields);
    return parsed.success ? parsed.data : null;
  };

type Schemas = typeof import("./schemas.ts").schemas;
let schemas: Schemas | null = null;

/** The schemas of the first page's documents are fetched beside Firestore, before anything is parsed. */
export async function loadSchemas(): Promise<Schemas> {
  schemas ??= (await import("./schemas.ts")).schemas;
  return schemas;
}

const parseLater =
  <T>(pick: (all: Schemas) => Schema<T>) =>
  (fields: unknown): T | null => {
    if (schemas === null) throw new Error("parsed before the schemas were loaded");
    return parseBy(pick(schemas))(fields);
  };

/** Every query of the app. */
export const queries = {
  networks: (uid: string) => ({
    path: "networks",
    where: { field: "ownerId", op: "==", value: uid } as const,
    parse: parseLater((all) => all.network),
  }),
  nodes: (uid: string) => ({
    path: "nodes",
    where: { field: "memberIds", op: "array-contains", value: uid } as const,
    parse: parseLater((all) => all.node),
  }),
  live: (uid: string) => ({
    path: "live",
    where: { field: "readers", op: "array-contains", value: uid } as const,
    parse: parseLater((all) => all.live),
  }),
  /** How devices are, of the nodes this person manages. */
  health: (uid: string) => ({
    path: "health",
    where: { field: "managers", op: "array-contains", value: uid } as const,
    parse: parseLater((all) => all.health),
  }),
  profile: (uid: string) => ({ path: paths.user(uid), where: null, parse: parseLater((all) => all.profile) }),
};
