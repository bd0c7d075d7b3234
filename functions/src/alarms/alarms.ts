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
  const { networkId, alarmId } = parseRequest(alarmsRequestSchema, data);
  const found = await store.acknowledge(networkId, alarmId, { uid, label: verifiedEmail ?? "" }, now);
  if (!found) throw new AppError("not_found", "no such alarm of this owner or administrator");
  return {};
}
