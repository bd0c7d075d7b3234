import { type Alarm, type AlarmCause, type AlarmFacts, type Severity, toAlarmId } from "@lastmeter/model/alarm";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import { type OpenAlarms, toCauseKey } from "./open-alarms.ts";
import { planNotices } from "./plan-notices.ts";

/** What somebody found: a cause that holds, or holds no more. One that stands already, or does not stand, changes nothing. */
export type AlarmChange =
  | {
      readonly kind: "raise";
      readonly cause: AlarmCause;
      readonly severity: Severity;
      readonly title?: string | null;
      readonly facts: AlarmFacts;
      /** When it began: of the reading, not of the clock, so that planning it again makes the same alarm. */
      readonly at: number;
      /** Who is told beside owner and administrators; the caller has checked what they may see. */
      readonly also?: readonly string[];
      /** By the quiet hours of its rule: without a sound. */
      readonly quiet?: boolean;
      /** Of a rule: which of its firings. */
      readonly firing?: number;
    }
  | { readonly kind: "clear"; readonly cause: AlarmCause; readonly at: number };

export interface AlarmGround {
  readonly networkId: NetworkId;
  readonly open: OpenAlarms;
  /** Owner and administrators. */
  readonly managers: readonly string[];
  readonly now: number;
}

export interface AlarmPlan {
  readonly open: OpenAlarms;
  readonly writes: readonly Write[];
}

/** Those that would change something; without any, nobody need be read. */
export function toEffective(open: OpenAlarms, changes: readonly AlarmChange[]): readonly AlarmChange[] {
  const standing = new Set(Object.keys(open));
  return changes.filter(({ kind, cause }) => {
    const key = toCauseKey(cause);
    if (standing.has(key) === (kind === "raise")) return false;
    if (kind === "raise") standing.add(key);
    else standing.delete(key);
    return true;
  });
}

/**
 * Alarms and the notices of them, for the commit that also holds `open` and is guarded by it. In order: what is raised may be cleared by
 * the same plan. Never by `create`: nothing that is told may keep readings from being stored.
 */
export async function planAlarms(ground: AlarmGround, changes: readonly AlarmChange[]): Promise<AlarmPlan> {
  const { networkId, managers, now } = ground;
  const open: Record<string, OpenAlarms[string]> = { ...ground.open };
  const created = new Map<string, Alarm>();
  const writes: Write[] = [];
  for (const change of toEffective(ground.open, changes)) {
    const { cause } = change;
    const at = toSensible(change.at, now);
    const key = toCauseKey(cause);
    const toPeople = (also: readonly string[]) => [...new Set([...managers, ...also])];
    if (change.kind === "raise") {
      const id = await toAlarmId(networkId, cause, at);
      const { severity, title = null, facts, quiet = false, firing, also = [] } = change;
      open[key] = {
        id,
        at,
        severity,
        ...(cause.kind === "rule" && { said: { title, facts } }),
        ...(also.length > 0 && { also: [...new Set(also)] }),
      };
      created.set(id, {
        v: 1,
        networkId,
        ...cause,
        severity,
        state: "raised",
        title,
        facts,
        raisedAt: at,
        ...untouched,
      });
      const ofFiring = firing === undefined ? {} : { firing };
      const about = { ...cause, ...ofFiring, severity, networkId, alarmId: id, title, facts };
      const people = toPeople(also);
      writes.push(...(await planNotices({ sourceId: id, people, phase: "raised", about, at, now, quiet })));
      continue;
    }
    const stood = open[key];
    if (stood === undefined) continue;
    delete open[key];
    const { id, severity, also = [] } = stood;
    const people = toPeople(also);
    const clearedAt = Math.max(at, stood.at);
    const fresh = created.get(id);
    if (fresh) created.set(id, { ...fresh, state: "cleared", clearedAt });
    else writes.push(toClearing(networkId, id, clearedAt));
    const { title, facts: begun } = stood.said ?? { title: null, facts: {} };
    const about = { ...cause, severity, networkId, alarmId: id, title, facts: { ...begun, sinceAt: stood.at } };
    writes.push(...(await planNotices({ sourceId: id, people, phase: "cleared", about, at: clearedAt, now })));
  }
  const creations = [...created].map(([id, data]): Write => {
    return { kind: "merge", path: paths.alarm(networkId, id), data };
  });
  return { open, writes: [...creations, ...writes] };
}

const PAST_MAX_MS = 31 * 86_400_000;
const AHEAD_MAX_MS = 600_000;

/** A gateway's clock may say anything; a time that cannot be is the time it was heard. */
function toSensible(at: number, now: number): number {
  return at >= now - PAST_MAX_MS && at <= now + AHEAD_MAX_MS ? Math.round(at) : now;
}

const untouched = { acknowledgedAt: null, acknowledgedBy: null, clearedAt: null } as const;

function toClearing(networkId: NetworkId, alarmId: string, clearedAt: number): Write {
  const data = { state: "cleared", clearedAt };
  return { kind: "replaceFields", path: paths.alarm(networkId, alarmId), data, fields: ["state", "clearedAt"] };
}
