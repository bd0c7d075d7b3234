import { toSettingText } from "@lastmeter/model/setting";
import type { DirectoryNode } from "../protocol.ts";
import type { Work } from "./work.ts";

/** Beyond any device's settings: what a damaged one may cost. */
const KEYS_MAX = 400;
/** A setting that changes all the time (a countdown) would rewrite what is known of the whole network with each message. */
const CHANGES_MAX = 10;
const CHANGE_EACH_MS = 600_000;

/**
 * Settings as the network tells them. @param whole prefix of keys of which all are told: one that is missing is not set any more.
 * Returns the same object where nothing is new.
 */
export function withReported(
  before: Readonly<Record<string, string>> | undefined,
  told: Iterable<readonly [key: string, value: unknown]>,
  whole?: string,
): Readonly<Record<string, string>> | undefined {
  let after: Record<string, string> | undefined;
  const named = new Set<string>();
  for (const [key, value] of told) {
    named.add(key);
    const text = toSettingText(value ?? null);
    const known = (after ?? before)?.[key];
    if (text === undefined || text === known || (text === "null" && known === undefined)) continue;
    after ??= { ...before };
    if (known !== undefined || Object.keys(after).length < KEYS_MAX) after[key] = text;
  }
  for (const key of whole === undefined ? [] : Object.keys(before ?? {})) {
    if (!key.startsWith(whole ?? "") || named.has(key) || before?.[key] === "null") continue;
    after ??= { ...before };
    after[key] = "null";
  }
  return after ?? before;
}

/** Not a change of the node itself: only what is wanted of it is compared with it. */
export function applyReported(
  work: Work,
  node: DirectoryNode,
  told: Iterable<readonly [string, unknown]>,
  whole?: string,
) {
  const known = work.directory.nodes[node.address] ?? node;
  const reported = withReported(known.reported, told, whole);
  if (reported === known.reported || reported === undefined) return;
  const { directory } = work;
  work.directory = { ...directory, nodes: { ...directory.nodes, [node.address]: { ...known, reported } } };
}

type Told = readonly (readonly [key: string, value: unknown])[];

/** What state messages tell: of a key, ten changes at once, then one in ten minutes. A later message tells the rest. */
export function applyRestless(work: Work, node: DirectoryNode, told: Told, at: number): void {
  const { reported, restless = {} } = work.directory.nodes[node.address] ?? node;
  const news = told.filter(([key, value]) => reported?.[key] !== toSettingText(value));
  if (news.length === 0) return;
  const counted = { ...restless };
  const taken = news.filter(([key]) => {
    if (reported?.[key] === undefined) return true;
    const left = toLeft(restless[key], at);
    if (left > 0) counted[key] = { left: left - 1, at };
    return left > 0;
  });
  applyReported(work, node, taken);
  const after = work.directory.nodes[node.address];
  if (after === undefined || after.reported === reported || Object.keys(counted).length === 0) return;
  const rested = Object.entries(counted).filter(([, each]) => toLeft(each, at) < CHANGES_MAX);
  const { directory } = work;
  const changed = { ...after, restless: Object.fromEntries(rested) };
  work.directory = { ...directory, nodes: { ...directory.nodes, [node.address]: changed } };
}

function toLeft(counted: { readonly left: number; readonly at: number } | undefined, at: number): number {
  if (counted === undefined) return CHANGES_MAX;
  const passed = Math.max(0, Math.floor((at - counted.at) / CHANGE_EACH_MS));
  return Math.min(CHANGES_MAX, counted.left + passed);
}
