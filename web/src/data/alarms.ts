import type { Alarm } from "@lastmeter/model/alarm";
import type { NetworkId } from "@lastmeter/model/ids";
import { useMemo } from "react";
import { z } from "zod/mini";
import { ALARMS_PAGE, alarmQueries, parseAlarm, toAlarmsSpec } from "./alarm-queries.ts";
import { call } from "./call.ts";
import { loadFirestore } from "./client.ts";
import { store } from "./home-data.ts";
import { type Loaded, useLoaded } from "./store.ts";

export function useOpenAlarms(networkId: NetworkId): Loaded<Alarm> {
  return useLoaded(
    store,
    useMemo(() => alarmQueries.open(networkId), [networkId]),
  );
}

export function useAlarm(networkId: NetworkId, alarmId: string): Loaded<Alarm> {
  return useLoaded(
    store,
    useMemo(() => alarmQueries.one(networkId, alarmId), [networkId, alarmId]),
  );
}

/** Of a rule, where nothing else ends it. @throws CallError */
export const clearAlarm = (networkId: NetworkId, alarmId: string) =>
  call("alarms", { act: "clear", networkId, alarmId }, z.unknown());

/** @throws CallError */
export const acknowledge = (networkId: NetworkId, alarmId: string) =>
  call("alarms", { act: "acknowledge", networkId, alarmId }, z.unknown());

export interface AlarmsPage {
  readonly alarms: readonly (readonly [string, Alarm])[];
  /** Where the next page begins; null: there is no more. */
  readonly before: number | null;
}

export async function readAlarmsPage(networkId: NetworkId, before: number | null): Promise<AlarmsPage> {
  const found = await (await loadFirestore()).readPage(toAlarmsSpec(networkId, before));
  const alarms = found.flatMap(({ id, fields }) => {
    const alarm = parseAlarm(fields);
    return alarm ? [[id, alarm] as const] : [];
  });
  return { alarms, before: found.length === ALARMS_PAGE ? (alarms.at(-1)?.[1].raisedAt ?? null) : null };
}
