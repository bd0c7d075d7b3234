import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { toEntryWrites } from "../sharing/entry.ts";
import { decide, type GatewaysContext } from "./context.ts";
import { planEdit } from "./plan-edit.ts";
import type { RequestOf } from "./request.ts";

/** Grants, and rules that go by the sun or the day, follow after the commit: whoever gets one meanwhile reads the network's new name. Again with the same mends a sweep that broke off. */
export async function edit(
  context: GatewaysContext,
  caller: Caller,
  { networkId, network: changes }: RequestOf<"edit">,
) {
  const { store, now } = context;
  const plan = await decide(context, caller, { networkId, who: "manager" }, async (ground) => {
    const directory = await store.readDirectory(networkId);
    if (directory === null) throw new AppError("not_found", "a network that is being erased");
    const planned = planEdit({ networkId, network: ground.network, directory, changes });
    if (planned.kind === "refused") throw new AppError("bad_request", "network edit", null, planned.errors);
    if (planned.changed.length === 0) return planned;
    const entry = toEntryWrites(networkId, null, {
      act: "settings",
      at: now,
      who: caller.uid,
      whoLabel: caller.verifiedEmail ?? "",
      what: "network",
      value: planned.changed.join(" "),
    });
    const after = planned.directory === directory ? null : { before: directory, after: planned.directory };
    const done = await store.commit(ground, { writes: [...planned.writes, ...entry], directory: after });
    return done === "conflict" ? done : planned;
  });
  if (plan.grantCopy !== null) await store.tellGrants(networkId, plan.grantCopy);
  if (changes.location !== undefined || changes.timeZone !== undefined) await context.followRules(networkId);
  return {};
}
