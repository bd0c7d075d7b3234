import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useMemo, useRef } from "react";
import { type Bucket, useBuckets } from "../../data/buckets.ts";
import { peekLive, useHealth } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useUid } from "../../data/session.ts";
import { serverNow } from "../../lib/clock.ts";
import { toHomeGroups } from "../../lib/home-groups.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { type Span, toSpan } from "../../lib/period.ts";
import { useWatched } from "../../lib/value.ts";
import { planBuckets } from "./documents.ts";
import { type History, toHomeHistory, toNodeHistory, toValueHistory } from "./history.ts";
import { type Moment, toMoment } from "./record.ts";
import { type Shares, toShares } from "./shares.ts";
import { type Newest, type Subject, toBucketPath, toNodeOf, toNodeRecord, toSubjects } from "./subjects.ts";
import type { HistoryView } from "./view-url.ts";

/** How often a running period is drawn anew: its chart is not a clock. */
const REDRAW_MS = 15_000;
const QUARTER_MS = 900_000;
/** A quarter's slot is written when the first reading of the next one arrives: asked for again a little later. */
const AGAIN_MS = [20_000, 90_000, 330_000] as const;

export interface HistoryData {
  /** Null while it loads, and where nothing of it can be read. */
  readonly history: History | null;
  readonly shares: Shares | null;
  /** Devices that could not be read, of all there are. */
  readonly failed: number;
  readonly devices: number;
  /** When the oldest part was read from the server, where the phone could not read it anew. */
  readonly keptAt: number | null;
  /** When the oldest part was read from the server; null: some of it was not. */
  readonly readAt: number | null;
}

interface Inputs extends Newest {
  readonly moment: Moment;
  readonly span: Span;
  readonly subjects: readonly Subject[];
  readonly online: boolean;
  readonly whole: boolean;
}

/** Read once per step: newest values change by the second, a history is drawn every few. */
function useStepped<T>(step: string, read: () => T): T {
  const last = useRef<{ step: string; value: T } | null>(null);
  if (last.current?.step !== step) last.current = { step, value: read() };
  return last.current.value;
}

/** What the view shows, from the buckets it needs and the newest values. */
export function useHistory(
  view: HistoryView,
  network: Network,
  nodes: readonly (readonly [NodeId, Node])[],
  /** Reads again whenever it changes. */
  again: string,
): HistoryData {
  const uid = useUid();
  const online = useWatched(phoneOnline);
  const health = useHealth();
  const { timeZone } = network;
  const step = useLiveValue((now) => `${Math.floor(now / REDRAW_MS)} ${peekLive(uid).from} ${again}`);
  const newest = useStepped(step, () => ({ now: serverNow(), ...peekLive(uid) }));
  const inputs = useMemo((): Inputs => {
    const { now, value: live, from } = newest;
    const moment = toMoment(now, timeZone);
    const span = toSpan(view.period, view.date ?? moment.today, timeZone);
    const current = online && from === "server";
    const subjects = toSubjects(nodes, view.node);
    return { now, live, health, current, network, moment, span, subjects, online, whole: view.node === null };
  }, [newest, health, timeZone, view.period, view.date, view.node, online, network, nodes]);
  const { now, span, moment } = inputs;
  const round = `${now < span.endAt && view.period === "day" ? toRound(now) : moment.today} ${again}`;
  const known = useBuckets(toPaths(inputs, new Map()), round);
  const wanted = toPaths(inputs, known);
  const buckets = useBuckets(wanted, round);
  return useMemo(() => toHistoryData(inputs, buckets), [inputs, buckets]);
}

function toHistoryData(inputs: Inputs, buckets: ReadonlyMap<string, Bucket>): HistoryData {
  const { subjects, span, moment, online, whole } = inputs;
  const states = [...buckets.values()];
  const lost = new Set(
    [...buckets].filter(([, { slots, failed }]) => slots === null && failed).map(([path]) => toNodeOf(path)),
  );
  const waiting = states.some(({ slots, failed }) => slots === null && !failed);
  const kept = states.flatMap(({ from, at }) => (from === "snapshot" && at !== null ? [at] : []));
  const keptAt = kept.length > 0 && (!online || states.some(({ failed }) => failed)) ? Math.min(...kept) : null;
  const isRead = states.every(({ from, failed }) => from === "server" && !failed);
  const readAt = isRead ? Math.min(...states.map(({ at }) => at ?? 0)) : null;
  const facts = { failed: lost.size, devices: subjects.length, keptAt, readAt };
  const found = subjects.map((each) => ({ ...each, record: toNodeRecord(each, inputs, buckets) }));
  const [only] = found;
  if (waiting || !only || lost.size === subjects.length) return { history: null, shares: null, ...facts };
  if (!whole) {
    const { subject } = only;
    const history =
      subject.kind === "value"
        ? toValueHistory(only, subject.channel, span, moment)
        : toNodeHistory(only, span, moment);
    return { history, shares: null, ...facts };
  }
  const history = toHomeHistory(toHomeGroups(found), span, moment);
  return { history, shares: toShares(found, history.total.consumptionWh, span, moment), ...facts };
}

function toPaths(inputs: Inputs, read: ReadonlyMap<string, Bucket>): string[] {
  const { subjects, span, moment } = inputs;
  return subjects.flatMap((each) => {
    const names = planBuckets(toNodeRecord(each, inputs, read), span, moment, each.subject.kind === "value");
    return names.flatMap((name) => toBucketPath(each.id, name));
  });
}

/** Rises shortly after each quarter-hour. */
export function toRound(now: number): string {
  const since = now % QUARTER_MS;
  return `${Math.floor(now / QUARTER_MS)} ${AGAIN_MS.filter((wait) => since >= wait).length}`;
}
