import type { Write } from "@lastmeter/functions/src/platform/writes.ts";

/** A document as the writes so far leave it. `fields` null: merged into what is stored, else exactly these are replaced. */
export interface JoinedDocument {
  readonly data: Record<string, unknown>;
  readonly fields: ReadonlySet<string> | null;
}

/** Joins the planned writes of many batches by document. Deletes and lists are not known here: history has none. */
export interface DocumentJoin {
  add(writes: readonly Write[]): void;
  /** Takes out the documents that the last `rounds` batches left alone; 0: all. */
  take(rounds: number): [string, JoinedDocument][];
}

interface Pending {
  readonly data: Record<string, unknown>;
  readonly fields: Set<string> | null;
  touchedIn: number;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}

function mergeInto(target: Record<string, unknown>, data: object): void {
  for (const [field, value] of Object.entries(data)) {
    const before = target[field];
    if (isMap(before) && isMap(value)) mergeInto(before, value);
    else target[field] = isMap(value) ? structuredClone(value) : value;
  }
}

export function createDocumentJoin(): DocumentJoin {
  const pending = new Map<string, Pending>();
  let round = 0;

  const addWrite = (write: Write) => {
    if (!("data" in write)) throw new Error(`${write.kind} of ${write.path}`);
    const fresh = { data: {}, fields: write.kind === "replaceFields" ? new Set<string>() : null, touchedIn: round };
    const entry = pending.get(write.path) ?? fresh;
    pending.set(write.path, entry);
    entry.touchedIn = round;
    const written = write.kind === "replaceFields" ? write.fields : Object.keys(write.data);
    for (const field of written) entry.fields?.add(field);
    if (write.kind === "replaceFields") Object.assign(entry.data, write.data);
    else mergeInto(entry.data, write.data);
  };

  return {
    add: (writes) => {
      round += 1;
      for (const write of writes) addWrite(write);
    },
    take: (rounds) => {
      const taken = [...pending].filter(([, { touchedIn }]) => rounds === 0 || touchedIn <= round - rounds);
      for (const [path] of taken) pending.delete(path);
      return taken;
    },
  };
}
