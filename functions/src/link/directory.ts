import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import type { DeadLetter, Directory } from "../protocols/protocol.ts";
import type { LinkContext } from "./context.ts";
import { toDirectoryBytes } from "./directory-codec.ts";
import type { LinkRecord } from "./link-record.ts";

/** A document may have 1 MiB. */
const DIRECTORY_MAX_BYTES = 900 * 1024;

/** From memory while the record names its version. `conflict`: it moved on since the record was read. */
export async function loadDirectory(
  context: LinkContext,
  networkId: NetworkId,
  link: LinkRecord,
): Promise<Directory | "conflict"> {
  const cached = context.directories.get(toDirectoryId(networkId, link.directoryVersion));
  if (cached !== undefined) return cached;
  const stored = await context.store.readDirectory(networkId);
  if (stored === null) throw new Error("a network without a directory");
  if (stored.version !== link.directoryVersion) return "conflict";
  rememberDirectory(context, stored);
  return stored;
}

/** Only what is committed is remembered. */
export function rememberDirectory(context: LinkContext, directory: Directory): void {
  context.directories.set(toDirectoryId(directory.networkId, directory.version), directory);
}

function toDirectoryId(networkId: NetworkId, version: number): string {
  return `${networkId}|${version}`;
}

export interface DirectoryPlan {
  readonly directory: Directory;
  readonly writes: readonly Write[];
  /** Waiting messages that the document has no room for. */
  readonly overflow: readonly DeadLetter[];
}

/** @param maxBytes of the packed directory. */
export function planDirectory(before: Directory, after: Directory, maxBytes = DIRECTORY_MAX_BYTES): DirectoryPlan {
  if (after === before) return { directory: before, writes: [], overflow: [] };
  const next = { ...after, version: Math.max(after.version, before.version + 1) };
  const packed = toDirectoryBytes(next);
  if (packed.length <= maxBytes) return { directory: next, writes: [toWrite(next, packed)], overflow: [] };
  const directory = { ...next, waiting: [] };
  const reason = "topic: a known name expected, and no room to wait for it";
  const overflow = next.waiting.map((message) => ({ ...message, reason }));
  return { directory, writes: [toWrite(directory, toDirectoryBytes(directory))], overflow };
}

function toWrite({ networkId, version }: Directory, packed: Uint8Array): Write {
  const data = { version, d: packed };
  return { kind: "replaceFields", path: paths.directory(networkId), data, fields: ["version", "d"] };
}
