import {
  type Desired,
  type DesiredSetting,
  firmwareKey,
  firmwareSchema,
  type Reported,
} from "@lastmeter/model/configuration";
import { isAsWanted, parseSettingText } from "@lastmeter/model/setting";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Pauses before each further try by itself. After the last a device that takes another value has had its way. */
const PAUSES_MS = [0, MINUTE_MS, 5 * MINUTE_MS, 25 * MINUTE_MS];
/** What never arrived is not given up: a device may be in a drawer, a gateway away for weeks. */
const RARE_MS = 6 * 3_600_000;
/** A command ends within its life and a grace; one that did not was lost. */
const LOST_MS = 20 * MINUTE_MS;

export interface Due {
  readonly key: string;
  readonly setting: DesiredSetting;
}

export interface Settled {
  readonly settings: Desired["settings"];
  /** What is to be sent now, longest waiting first. */
  readonly send: readonly Due[];
}

/**
 * What is wanted, what is told and the clock decide: what is not as wanted is sent again, with pauses that grow, and given up with words.
 * The same facts give the same result however often they are looked at.
 */
export function settle(settings: Desired["settings"], reported: Reported | null, now: number): Settled {
  const settled = Object.entries(settings).map(
    ([key, setting]) => [key, settleOne(key, setting, reported, now)] as const,
  );
  const waiting = settled.filter(([, { state, commandId }]) => state === "pending" && commandId === null);
  const send = waiting
    .filter(([, { retryAt }]) => retryAt === null || retryAt <= now)
    .map(([key, setting]) => ({ key, setting }))
    .sort((a, b) => (a.setting.triedAt ?? 0) - (b.setting.triedAt ?? 0) || a.setting.at - b.setting.at);
  return { settings: Object.fromEntries(settled), send };
}

/** When the tick is to look at them again. */
function toDueAt(settings: readonly DesiredSetting[]): number | null {
  const dues = settings.flatMap(({ state, commandId, retryAt, triedAt, at }) => {
    if (state !== "pending") return retryAt === null ? [] : [retryAt];
    return commandId === null ? [retryAt ?? at] : [(triedAt ?? at) + LOST_MS];
  });
  return dues.length === 0 ? null : Math.min(...dues);
}

/** As soon as one of its settings, or the day that an update may take, is due. */
export function withDueAt(desired: Desired): Desired {
  const { firmware, settings } = desired;
  const ofRun = firmware !== undefined && firmware.endedAt === null ? [firmware.at + DAY_MS] : [];
  const dues = [toDueAt(Object.values(settings)) ?? [], ofRun].flat();
  return { ...desired, dueAt: dues.length === 0 ? null : Math.min(...dues) };
}

function settleOne(key: string, setting: DesiredSetting, reported: Reported | null, now: number): DesiredSetting {
  const told = reported?.values[key];
  // What it told before it joined anew, it may have forgotten.
  const isTold =
    told !== undefined &&
    told.at >= (reported?.joinedAt ?? 0) &&
    isAsWanted(parseSettingText(setting.value) ?? null, parseSettingText(told.value));
  const { state, commandId, triedAt, retryAt, kept } = setting;
  if (state === "pending") {
    // An answer may be lost; what the network tells since is as good.
    if (commandId !== null && isTold && told.at > (triedAt ?? setting.at))
      return toConfirmed({ ...setting, commandId: null });
    const isLost = commandId !== null && now - (triedAt ?? setting.at) >= LOST_MS;
    return isLost ? fail(setting, "no_answer", null, now) : setting;
  }
  if (!kept) return retryAt !== null && retryAt <= now ? toPending(setting, null) : setting;
  const hasJoined = (reported?.joinedAt ?? 0) > (triedAt ?? setting.at);
  if (hasJoined) return rejoin(setting, now);
  if (isTold) return state === "failed" ? toConfirmed(setting) : setting;
  if (state === "failed") return retryAt !== null && retryAt <= now ? toPending(setting, null) : setting;
  const hasDrifted = told !== undefined && told.at > (triedAt ?? setting.at);
  return hasDrifted ? drift(setting, told.value, now) : setting;
}

/** It may have forgotten everything: a fresh chance, though not more than one a minute where it joins again and again. */
function rejoin(setting: DesiredSetting, now: number): DesiredSetting {
  const soonest = setting.tries === 0 ? 0 : (setting.triedAt ?? 0) + MINUTE_MS;
  return toPending({ ...setting, tries: 0 }, soonest > now ? soonest : null);
}

/** The device tells another value than it took. */
function drift(setting: DesiredSetting, told: string, now: number): DesiredSetting {
  const tries = toTries(setting, now);
  const pause = PAUSES_MS[tries];
  if (pause === undefined) {
    return { ...setting, state: "failed", reason: "drift", detail: told.slice(0, 500), retryAt: null, commandId: null };
  }
  return toPending({ ...setting, tries }, pause === 0 ? null : (setting.triedAt ?? now) + pause);
}

/** Of the newest day. */
function toTries({ tries, triedAt }: DesiredSetting, now: number): number {
  return triedAt !== null && now - triedAt > DAY_MS ? 0 : tries;
}

function toPending(setting: DesiredSetting, retryAt: number | null): DesiredSetting {
  return { ...setting, state: "pending", commandId: null, reason: null, detail: null, retryAt };
}

const toConfirmed = (setting: DesiredSetting, reason: string | null = null): DesiredSetting => ({
  ...setting,
  state: "confirmed",
  reason,
  detail: null,
  retryAt: null,
});

/** Reasons after which the same order may well succeed; a revoked gateway may get a new key. */
const passing: ReadonlySet<string> = new Set([
  "no_gateway",
  "no_answer",
  "unreachable",
  "gateway",
  "too_many",
  "revoked",
]);

export function fail(setting: DesiredSetting, reason: string, detail: string | null, now: number): DesiredSetting {
  const tries = toTries(setting, now);
  // A gateway gets a new key in its own time.
  const next = reason === "revoked" ? RARE_MS : (PAUSES_MS[tries + 1] ?? RARE_MS);
  const pause = setting.kept && passing.has(reason) ? next : undefined;
  return {
    ...setting,
    state: "failed",
    commandId: null,
    reason,
    detail: detail?.slice(0, 500) ?? null,
    tries,
    retryAt: pause === undefined ? null : now + pause,
  };
}

/** Of a command that ended; the same where it is not the setting's own (any more). */
export function applyEnd(
  settings: Desired["settings"],
  {
    commandId,
    state,
    reason,
    detail,
  }: { commandId: string; state: string; reason: string | null; detail: string | null },
  now: number,
): Desired["settings"] {
  const found = Object.entries(settings).find(([, setting]) => setting.commandId === commandId);
  if (found === undefined) return settings;
  const [key, setting] = found;
  const ended = state === "confirmed" ? toConfirmed(setting, reason) : fail(setting, reason ?? state, detail, now);
  return { ...settings, [key]: { ...ended, commandId: null } };
}

/** Handed to the one way down. */
export function withSent(setting: DesiredSetting, commandId: string, now: number): DesiredSetting {
  return {
    ...setting,
    commandId,
    triedAt: now,
    tries: toTries(setting, now) + (setting.triedAt === null ? 0 : 1),
    retryAt: null,
  };
}

/** The one update under way ends by the network's answer, or when its device says that it is at something else. */
export function settleFirmware(
  run: Desired["firmware"],
  {
    result,
    node,
    now,
  }: {
    readonly result: { readonly transaction: string; readonly error: string | null } | null;
    readonly node: Reported | null;
    readonly now: number;
  },
): Desired["firmware"] {
  if (run === undefined) return run;
  // The device may be at rest in one batch, and the words of why in the next.
  if (result?.transaction === run.commandId && run.error === null)
    return { ...run, endedAt: run.endedAt ?? now, error: result.error };
  if (run.endedAt !== null) return run;
  const told = node?.values[firmwareKey];
  const state = told && firmwareSchema.safeParse(parseSettingText(told.value)).data?.state;
  const isOver = told !== undefined && told.at > run.at && (state === "idle" || state === "available");
  return isOver || now - run.at >= DAY_MS ? { ...run, endedAt: now } : run;
}
