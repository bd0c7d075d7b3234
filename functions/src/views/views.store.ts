import { toViewId } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { liveDataSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { FieldPath, type Firestore, type Query } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { planDirectory } from "../link/directory.ts";
import { createLinkStore } from "../link/link.store.ts";
import { AppError } from "../platform/app-error.ts";
import { commitWrites } from "../platform/commit.store.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { findNode, planDropping, planOpening } from "./plan-view.ts";
import { toScope, toViewData, toViewLive, type ViewScope } from "./view-content.ts";
import { type ViewDocument, viewDocumentSchema, viewParts } from "./view-document.ts";
import { toViewPath } from "./view-writes.ts";

export interface ViewName {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
  readonly viewId: string;
}

export interface ViewRequest extends Omit<ViewName, "viewId"> {
  /** Keys of channels of the node, in any order. */
  readonly channels: readonly string[];
  readonly now: number;
}

const ATTEMPTS_MAX = 8;
const REMOVED_AT_ONCE = 200;
/** Of copies in one commit, which may have 10 MiB; a document has at most 1. */
const COPIED_MAX_BYTES = 7 * 1024 * 1024;

const seriesSchema = z.looseObject({ d: z.record(z.string(), z.unknown()) });
const liveSchema = z.object({ d: z.nullable(liveDataSchema) });

/**
 * Makes the copies of a node that hold some of its channels only, and returns their id (`toViewId`). From the registration on, each
 * commit of the node's readings writes them too; what is there already is then copied page by page, each in a transaction, so nothing
 * falls between. Safe to call again: goes on where it stopped, and returns at once where all is there. `live/{n}~{viewId}` is made
 * with no `readers`; who keeps the grants adds them. Call before the grant is written.
 * @throws AppError not_found: no such node in the network; bad_request at `channels`: not channels of it; too_many: different views.
 */
export async function openView(db: Firestore, request: ViewRequest): Promise<string> {
  const { networkId, nodeId } = request;
  const name = { networkId, nodeId, viewId: await toViewId(nodeId, request.channels) };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const scope = await registerOpening(db, name, request);
    let copied = await copyPage(db, name, scope);
    while (copied === "more") copied = await copyPage(db, name, scope);
    if (copied === "all") return name.viewId;
  }
  throw new AppError("unavailable", "the view is dropped again and again", 2);
}

function registerOpening(db: Firestore, name: ViewName, { channels, now }: ViewRequest): Promise<ViewScope> {
  const { networkId, nodeId, viewId } = name;
  return register(db, name, async (directory) => {
    const opened = planOpening(directory, nodeId, viewId, channels);
    const node = findNode(opened, nodeId);
    const keys = node?.views?.[viewId] ?? [];
    if (node === undefined) throw new Error("a view of no node");
    const found = toScope(node, keys);
    if (opened === directory) return { directory, writes: [], result: found };
    const view: ViewDocument = { v: 1, networkId, channels: [...keys], at: now, state: "opening", part: 0, after: "" };
    const writes = [toWrite(paths.view(nodeId, viewId), view), await toLive(db, name, found)];
    return { directory: opened, writes, result: found };
  });
}

/**
 * Ends the copying and removes the copies and `live/{n}~{viewId}`. Safe to call again: goes on where it stopped; nothing happens where
 * there is no such view. Call after the last grant with it has ended.
 */
export async function dropView(db: Firestore, name: ViewName): Promise<void> {
  const { nodeId, viewId } = name;
  await register(db, name, async (directory) => {
    const dropped = planDropping(directory, nodeId, viewId);
    if (dropped === directory) return { directory, writes: [], result: null };
    const view: Partial<ViewDocument> = { state: "dropping", part: 0, after: "" };
    const live: Write = { kind: "delete", path: paths.liveView(nodeId, viewId) };
    return { directory: dropped, writes: [toWrite(paths.view(nodeId, viewId), view), live], result: null };
  });
  while (await removePage(db, name));
}

async function toLive(db: Firestore, { networkId, nodeId, viewId }: ViewName, scope: ViewScope): Promise<Write> {
  const live = liveSchema.safeParse((await db.doc(paths.live(nodeId)).get()).data());
  const d = live.success && live.data.d ? toViewLive(live.data.d, scope) : null;
  return toWrite(paths.liveView(nodeId, viewId), { networkId, readers: [], d });
}

function toWrite(path: string, data: object): Write {
  return { kind: "replaceFields", path, data, fields: Object.keys(data) };
}

interface Registration<T> {
  /** The same object: nothing to write. */
  readonly directory: Directory;
  readonly writes: readonly Write[];
  readonly result: T;
}

/** Changes the directory between two batches: what a batch planned with the directory before is refused and planned again. */
async function register<T>(
  db: Firestore,
  { networkId }: ViewName,
  plan: (directory: Directory) => Promise<Registration<T>>,
): Promise<T> {
  const links = createLinkStore(db);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const stored = await links.readLink(networkId);
    // Read after the record: one that is newer than it makes the commit a conflict.
    const before = stored && (await links.readDirectory(networkId));
    if (!stored || !before) throw new AppError("not_found", "no such network");
    const { directory, writes, result } = await plan(before);
    if (directory === before) return result;
    const planned = planDirectory(before, directory);
    if (planned.overflow.length > 0) throw new AppError("unavailable", "no room in the directory", 60);
    const data = { "link.directoryVersion": planned.directory.version };
    const guard = { path: paths.linkState(networkId), data, updatedAt: stored.updatedAt };
    if ((await commitWrites(db, [...planned.writes, ...writes], [guard])) === "committed") return result;
  }
  throw new AppError("unavailable", "contended", 2);
}

/** Copies a page of what was there before the view. `dropped`: it is being removed, and must be opened anew. Reading locks the page against batches and repairs. */
function copyPage(db: Firestore, { nodeId, viewId }: ViewName, scope: ViewScope): Promise<"more" | "all" | "dropped"> {
  const view = db.doc(paths.view(nodeId, viewId));
  return db.runTransaction(async (transaction) => {
    const known = viewDocumentSchema.safeParse((await transaction.get(view)).data());
    if (!known.success || known.data.state === "dropping") return "dropped";
    if (known.data.state === "ready") return "all";
    const part = viewParts[known.data.part];
    if (part === undefined) {
      transaction.update(view, { state: "ready" });
      return "all";
    }
    const page = await transaction.get(toPage(db, part.path(nodeId, "-"), known.data.after).limit(part.page));
    let bytes = 0;
    let next = toNext(known.data, page.size < part.page ? null : page.docs.at(-1)?.id);
    let before = known.data.after;
    for (const document of page.docs) {
      const data = seriesSchema.parse(document.data());
      const d = toViewData(part.kind, data.d, scope);
      bytes += toSize(d);
      if (before !== known.data.after && bytes > COPIED_MAX_BYTES) {
        next = toNext(known.data, before);
        break;
      }
      before = document.id;
      const path = toViewPath(part.path(nodeId, document.id), nodeId, viewId);
      if (Object.keys(d).length > 0) transaction.set(db.doc(path), { ...data, d });
    }
    transaction.update(view, next);
    return "more";
  });
}

/** Removes a page of copies; false: nothing is left, or the view was opened again meanwhile. */
function removePage(db: Firestore, { nodeId, viewId }: ViewName): Promise<boolean> {
  const view = db.doc(paths.view(nodeId, viewId));
  return db.runTransaction(async (transaction) => {
    const known = viewDocumentSchema.safeParse((await transaction.get(view)).data());
    if (!known.success || known.data.state !== "dropping") return false;
    const part = viewParts[known.data.part];
    if (part === undefined) {
      transaction.delete(view);
      return false;
    }
    const first = toViewPath(part.path(nodeId, "-"), nodeId, viewId);
    const page = await transaction.get(toPage(db, first, "").select().limit(REMOVED_AT_ONCE));
    for (const document of page.docs) transaction.delete(document.ref);
    transaction.update(view, toNext(known.data, page.size < REMOVED_AT_ONCE ? null : ""));
    return true;
  });
}

function toPage(db: Firestore, document: string, after: string): Query {
  const all = db.doc(document).parent.orderBy(FieldPath.documentId());
  return after === "" ? all : all.startAfter(after);
}

/** @param after last document that is done; null: the whole part is. */
function toNext({ part }: ViewDocument, after: string | null | undefined): { part: number; after: string } {
  return after === null || after === undefined ? { part: part + 1, after: "" } : { part, after };
}

function toSize(d: Readonly<Record<string, unknown>>): number {
  let size = 0;
  for (const [key, value] of Object.entries(d)) {
    size += key.length + (value instanceof Uint8Array ? value.length : JSON.stringify(value).length);
  }
  return size;
}
