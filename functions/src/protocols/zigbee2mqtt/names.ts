import { toWork, type Work } from "../decoding/work.ts";
import type { Directory } from "../protocol.ts";
import { toNames } from "./topics.ts";

/** A decode of messages that come under names. */
export interface NamedWork extends Work {
  names: ReturnType<typeof toNames>;
}

/** Names of a directory, kept as long as the directory is. */
const namesOf = new WeakMap<Directory, NamedWork["names"]>();

export function toNamedWork(directory: Directory, heardAt: number): NamedWork {
  const names = namesOf.get(directory) ?? toNames(directory);
  namesOf.set(directory, names);
  return { ...toWork(directory, heardAt), names };
}

/** Names that messages may come under have changed. */
export function applyNames(work: NamedWork): void {
  work.names = toNames(work.directory);
}
