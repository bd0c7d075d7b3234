import { type AlarmFacts, toAlarmId } from "@lastmeter/model/alarm";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { toNoticeId } from "@lastmeter/model/notice";
import type { Deed } from "@lastmeter/model/rule";
import type { AlarmChange } from "../alarms/plan-alarms.ts";
import { planNotices } from "../alarms/plan-notices.ts";
import type { Write } from "../platform/writes.ts";
import type { CompiledSet } from "./compile.ts";
import type { Effect } from "./effects.ts";
import { toRuleFacts } from "./rule-facts.ts";

type Notify = Extract<Effect, { kind: "notify" }>;

export interface ToldGround {
  readonly networkId: NetworkId;
  readonly compiled: CompiledSet;
  /** Owner and administrators. */
  readonly managers: readonly string[];
  readonly now: number;
}

export interface ToldPlan {
  /** For the alarms' own planner, in the same commit. */
  readonly alarms: readonly AlarmChange[];
  readonly writes: readonly Write[];
  readonly deeds: ReadonlyMap<Effect, Deed>;
}

/** Whether owner and administrators must be known. */
export const tellsPeople = (effects: readonly Effect[]): boolean =>
  effects.some(({ kind }) => kind === "raise" || kind === "notify");

/** Alarms and notices. A firing that raises an alarm tells people by the alarm: one notice each, not two. */
export async function planTold(ground: ToldGround, effects: readonly Effect[]): Promise<ToldPlan> {
  const alarms: AlarmChange[] = [];
  const writes: Write[] = [];
  const deeds = new Map<Effect, Deed>();
  for (const effect of effects) {
    if (effect.kind === "clear") {
      alarms.push({ kind: "clear", cause: toCause(effect.ruleId, effect.nodeId), at: effect.at });
    } else if (effect.kind === "raise") {
      const { place, at, severity, title, nodeId, quiet } = effect;
      const cause = toCause(place.ruleId, nodeId);
      const told = effects.filter((each): each is Notify => each.kind === "notify" && isOfAlarm(each, effect));
      const also = told.flatMap(({ to }) => to ?? []);
      const own = title ?? (told.find(({ text }) => text !== "")?.text || toName(ground, place.ruleId));
      alarms.push({
        kind: "raise",
        cause,
        severity,
        title: own,
        facts: toFacts(ground, effect),
        at,
        also,
        quiet,
        firing: place.seq,
      });
      const alarmId = await toAlarmId(ground.networkId, cause, at);
      deeds.set(effect, { do: "alarm", alarmId });
      for (const each of told) deeds.set(each, await toDeed(ground, each, alarmId));
    } else if (effect.kind === "notify" && effect.alarmAt === null) {
      const sourceId = toSourceId(effect);
      deeds.set(effect, await toDeed(ground, effect, sourceId));
      writes.push(...(await toNotices(ground, effect, sourceId)));
    }
  }
  return { alarms, writes, deeds };
}

const toCause = (ruleId: string, nodeId: NodeId | null) => ({ kind: "rule", nodeId, ruleId }) as const;

const isOfAlarm = ({ place, alarmAt }: Notify, raise: Extract<Effect, { kind: "raise" }>) =>
  place.ruleId === raise.place.ruleId && place.seq === raise.place.seq && alarmAt === raise.at;

const toName = ({ compiled }: ToldGround, ruleId: string) => compiled.byId.get(ruleId)?.rule.name || null;

function toFacts({ compiled }: ToldGround, { place, value, at }: Pick<Notify, "place" | "value" | "at">): AlarmFacts {
  const rule = compiled.byId.get(place.ruleId);
  return rule === undefined ? {} : toRuleFacts(rule, compiled, value, at);
}

const toPeople = ({ managers }: ToldGround, { to }: Notify) => to ?? managers;

const toSourceId = ({ place: { ruleId, seq, over, index } }: Notify) =>
  [ruleId, seq, over ? "over" : "fired", index].join("/");

async function toDeed(ground: ToldGround, effect: Notify, sourceId: string): Promise<Deed> {
  const people = toPeople(ground, effect);
  const noticeIds = await Promise.all(people.map((uid) => toNoticeId(sourceId, uid, "raised")));
  return { do: "notify", severity: effect.severity, quiet: effect.quiet, noticeIds };
}

function toNotices(ground: ToldGround, effect: Notify, sourceId: string): Promise<Write[]> {
  const { networkId, now } = ground;
  const { place, severity, text, at, quiet, nodeId } = effect;
  const about = {
    kind: "rule",
    severity,
    networkId,
    nodeId,
    alarmId: null,
    ruleId: place.ruleId,
    firing: place.seq,
    title: text || toName(ground, place.ruleId),
    facts: { ...toFacts(ground, effect), ...(place.over && text === "" && { over: true }) },
  } as const;
  return planNotices({ sourceId, people: toPeople(ground, effect), phase: "raised", about, at, quiet, now });
}
