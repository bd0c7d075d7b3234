import type { EnrolmentReply } from "@lastmeter/model/gateway";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { toEntryWrites } from "../sharing/entry.ts";
import type { GatewaysContext } from "./context.ts";
import { planNetwork } from "./plan-network.ts";
import type { RequestOf } from "./request.ts";

/** Whoever has proved their e-mail may have networks, and owns what they register. @throws AppError forbidden, too_many */
export async function register(
  { store, secrets, dispatcherUrl, now }: GatewaysContext,
  { uid, verifiedEmail }: Caller,
  { network }: RequestOf<"register">,
): Promise<EnrolmentReply> {
  if (verifiedEmail === null) throw new AppError("forbidden", "e-mail not verified");
  const plan = await planNetwork({ ...network, ownerId: uid, dispatcherUrl }, secrets, now);
  const who = { who: uid, whoLabel: verifiedEmail };
  const entry = toEntryWrites(plan.networkId, null, { act: "key", at: now, ...who, what: "register" });
  await store.create(uid, [...plan.writes, ...entry]);
  return plan.enrolment;
}
