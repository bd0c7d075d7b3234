import { type Alarm, alarmSchema } from "@lastmeter/model/alarm";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { useMemo } from "react";
import { loadFirestore } from "./client.ts";
import { store } from "./home-data.ts";
import { type PageSpec, parseBy, type Query } from "./query.ts";
import { type Loaded, useLoaded } from "./store.ts";

const parseAlarm = parseBy(alarmSchema);
const ALARMS_PAGE = 30;

const alarmQueries = {
  /** Those that are not over. */
  open: (networkId: NetworkId): Query<Alarm> => ({
    path: paths.alarms(networkId),
    where: { field: "clearedAt", op: "==", value: null },
    parse: parseAlarm,
  }),
  one: (networkId: NetworkId, alarmId: string): Query<Alarm> => ({
    path: paths.alarm(networkId, alarmId),
    where: null,
    parse: parseAlarm,
  }),
};

/** A page of all alarms of a home, newest first. */
const toAlarmsSpec = (networkId: NetworkId, before: number | null): PageSpec => ({
  path: paths.alarms(networkId),
  where: [],
  newest: "raisedAt",
  size: ALARMS_PAGE,
  before,
});

export function useOpenAlarms(networkId: NetworkId): Loaded<Alarm> {
  return useLoaded(
    store,
    useMemo(() => alarmQueries.open(networkId), [networkId]),
  );
}

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
