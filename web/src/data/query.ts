import { networkSchema } from "@lastmeter/model/network";
import { healthSchema, liveSchema, nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { type Profile, profileSchema } from "./profile-schema.ts";

/** What to listen to: a collection by one condition, or (without a condition) one document. */
export interface QuerySpec {
  /** With `group` the name of every collection called so; its documents are known by their paths. */
  readonly path: string;
  readonly group?: true;
  readonly where: { readonly field: string; readonly op: "==" | "array-contains"; readonly value: string } | null;
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

export const parseNetwork = parseBy(networkSchema);
export const parseNode = parseBy(nodeSchema);
export const parseLive = parseBy(liveSchema);

/** Every query of the app. */
export const queries = {
  networks: (uid: string) => ({
    path: "networks",
    where: { field: "ownerId", op: "==", value: uid } as const,
    parse: parseNetwork,
  }),
  nodes: (uid: string) => ({
    path: "nodes",
    where: { field: "memberIds", op: "array-contains", value: uid } as const,
    parse: parseNode,
  }),
  live: (uid: string) => ({
    path: "live",
    where: { field: "readers", op: "array-contains", value: uid } as const,
    parse: parseLive,
  }),
  /** How devices are, of the nodes this person manages. */
  health: (uid: string) => ({
    path: "health",
    where: { field: "managers", op: "array-contains", value: uid } as const,
    parse: parseBy(healthSchema),
  }),
  profile: (uid: string): Query<Profile> => ({ path: paths.user(uid), where: null, parse: parseBy(profileSchema) }),
};
