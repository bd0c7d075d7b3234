import { alarmsRequestSchema } from "@lastmeter/model/alarm";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { AlarmsStore } from "./alarms.store.ts";

/** A stranger is told what is told of an alarm that is not there. @throws AppError not_found, bad_request */
export async function handleAlarms(
  { store, now }: { readonly store: AlarmsStore; readonly now: number },
  { uid, verifiedEmail }: Caller,
  data: unknown,
): Promise<Record<string, never>> {
  const { act, networkId, alarmId } = parseRequest(alarmsRequestSchema, data);
  const alarm = await store.acknowledge(networkId, alarmId, { uid, label: verifiedEmail ?? "" }, now);
  if (alarm === null) throw new AppError("not_found", "no such alarm of this owner or administrator");
  if (act === "clear" && alarm.kind !== "rule") throw new AppError("bad_request", "what is found ends by itself");
  if (act === "clear" && alarm.state !== "cleared") await store.clear(alarm, now);
  return {};
}
