import type { EnrolmentReply } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { generateKey } from "@lastmeter/model/link/key";
import { toNetworkCause } from "../alarms/decide-link-alarms.ts";
import { type AlarmChange, planAlarms, toEffective } from "../alarms/plan-alarms.ts";
import { wrapKey } from "../link/wrapped-key.ts";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import type { Write } from "../platform/writes.ts";
import { toEntryWrites } from "../sharing/entry.ts";
import { decide, type GatewaysContext } from "./context.ts";
import { toDispatcher, toEnrolment } from "./enrolment.ts";
import type { Ground } from "./gateways.store.ts";
import { type KeyPlan, planReplacement, planRevocation, planRotation } from "./plan-key.ts";
import type { RequestOf } from "./request.ts";

/** Nobody sees the new key: it goes to the gateway alone. */
export async function rotate(context: GatewaysContext, caller: Caller, { networkId }: RequestOf<"rotate">) {
  return decide(context, caller, { networkId, who: "manager" }, async (ground) => {
    if (ground.stored.link.revoked) throw new AppError("revoked", "rotate");
    const { key } = await makeKey(context, networkId);
    return apply(context, caller, ground, "rotate", planRotation(toFacts(context, ground), key));
  });
}

/** An administrator's too: whoever notices that a gateway was stolen stops it. */
export async function revoke(context: GatewaysContext, caller: Caller, { networkId }: RequestOf<"revoke">) {
  return decide(context, caller, { networkId, who: "manager" }, async (ground) =>
    apply(context, caller, ground, "revoke", planRevocation(toFacts(context, ground))),
  );
}

export async function replace(
  context: GatewaysContext,
  caller: Caller,
  { networkId }: RequestOf<"replace">,
): Promise<EnrolmentReply> {
  return decide<EnrolmentReply>(context, caller, { networkId, who: "owner" }, async (ground) => {
    const { key, linkKey } = await makeKey(context, networkId);
    const dispatcher = toDispatcher(context.dispatcherUrl);
    const plan = await withoutAlarms(context, networkId, planReplacement(toFacts(context, ground), key, dispatcher));
    const done = await apply(context, caller, ground, "replace", plan);
    return done === "conflict" ? done : toEnrolment(networkId, linkKey, dispatcher);
  });
}

/** What was wrong with the keys before. */
async function withoutAlarms({ store, now }: GatewaysContext, networkId: NetworkId, plan: KeyPlan): Promise<KeyPlan> {
  const open = plan.link.alarms ?? {};
  const changes = (["clone", "keyProblem"] as const).map(
    (kind): AlarmChange => ({ kind: "clear", cause: toNetworkCause(kind), at: now }),
  );
  if (toEffective(open, changes).length === 0) return plan;
  const managers = await store.readManagers(networkId, now);
  const cleared = await planAlarms({ networkId, open, managers, now }, changes);
  return { link: { ...plan.link, alarms: cleared.open }, writes: [...plan.writes, ...cleared.writes] };
}

const toFacts = ({ now }: GatewaysContext, { networkId, stored }: Ground) => ({ networkId, link: stored.link, now });

async function makeKey({ secrets }: GatewaysContext, networkId: NetworkId) {
  const linkKey = generateKey();
  return { linkKey, key: { kid: linkKey.kid, wrapped: await wrapKey(secrets.wrappingKey, networkId, linkKey) } };
}

/** @param plan null: it is so already. */
async function apply(
  { store, now }: GatewaysContext,
  { uid, verifiedEmail }: Caller,
  ground: Ground,
  what: "rotate" | "revoke" | "replace",
  plan: KeyPlan | null,
): Promise<Record<string, never> | "conflict"> {
  if (plan === null) return {};
  const who = { who: uid, whoLabel: verifiedEmail ?? "" };
  const entry: Write[] = toEntryWrites(ground.networkId, null, { act: "key", at: now, ...who, what });
  const decision = { link: plan.link, isGone: what !== "rotate", writes: [...plan.writes, ...entry] };
  return (await store.commit(ground, decision)) === "conflict" ? "conflict" : {};
}
