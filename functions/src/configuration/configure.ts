import type { CommandOrder } from "@lastmeter/model/command";
import type { Desired } from "@lastmeter/model/configuration";
import { randomId } from "@lastmeter/model/ids";
import type { Setting } from "@lastmeter/model/setting";
import { decideRight } from "../commands/decide-right.ts";
import { AppError } from "../platform/app-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { Write } from "../platform/writes.ts";
import { toEntryWrites } from "../sharing/entry.ts";
import type { Author, Changed } from "./changes.ts";
import type { ConfigurationStore, Ground, Subject } from "./configuration.store.ts";
import { planOrders } from "./plan-orders.ts";
import { planSettle } from "./plan-settle.ts";

/** A watched home commits once a second, and each commit may come between. */
const ATTEMPTS_MAX = 8;

export interface ConfigurationContext {
  readonly store: ConfigurationStore;
  readonly clock: Clock;
}

/** What somebody wants changed. @returns all that is wanted then. @throws AppError not_found, forbidden, bad_request, conflict */
export async function configure(
  context: ConfigurationContext,
  subject: Subject,
  author: Author,
  what: { readonly name: "set" | "reset"; readonly keys: readonly string[]; readonly apply: ApplyWish },
): Promise<Desired["settings"]> {
  const { store, clock } = context;
  let described: readonly Setting[] | null = null;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = clock();
    const ground = await requireGround(context, subject, author.who);
    described ??= (await store.readDescribed(subject, ground.link.kind)).settings;
    const changed = what.apply(ground.desired.settings, described, now);
    if (changed.kind === "refused") throw new AppError("bad_request", "configuration", null, changed.errors);
    if (changed.kind === "conflict") throw new AppError("conflict", "configuration", null, changed.errors);
    const plan = planSettle({ ...toFacts(ground, now), author }, { ...ground.desired, settings: changed.settings });
    const entry = toEntry(subject, author, what.name, what.keys, now);
    const committed = await store.commit(ground, { ...plan, writes: [...plan.writes, ...entry] });
    if (committed === "committed") return changed.settings;
  }
  throw new AppError("unavailable", "contended", 2);
}

export type ApplyWish = (settings: Desired["settings"], described: readonly Setting[], now: number) => Changed;

interface OrderOptions {
  /** What the orders are about, where it is not the subject. */
  readonly node?: Ground["node"];
  readonly toDesired?: (ground: Ground, commandIds: readonly string[], now: number) => Desired;
}

/** Orders that change nothing of what is wanted, e.g. to read. @throws AppError not_found, forbidden, bad_request, too_many, revoked */
export async function orderEach(
  context: ConfigurationContext,
  subject: Subject,
  author: Author,
  orders: readonly CommandOrder[],
  { node, toDesired = ({ desired }) => desired }: OrderOptions = {},
): Promise<void> {
  const { store, clock } = context;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = clock();
    const ground = await requireGround(context, subject, author.who);
    const actor = { who: author.who, whoLabel: author.whoLabel, why: { source: author.source, cause: null, hops: 0 } };
    const planned = planOrders(
      { ...toFacts(ground, now), ...(node === undefined ? {} : { node }) },
      orders.map((order) => ({ order, actor })),
    );
    const commandIds = planned.results.map((result) => {
      if ("refused" in result) throw new AppError(result.refused, "order", result.refused === "too_many" ? 60 : null);
      return result.commandId;
    });
    const desired = toDesired(ground, commandIds, now);
    if ((await store.commit(ground, { ...planned, desired })) === "committed") return;
  }
  throw new AppError("unavailable", "contended", 2);
}

/** After a command's end, a report, or by the clock: whatever is to be sent again is. Nothing where nothing changes. */
export async function follow(
  { store, clock }: ConfigurationContext,
  subject: Subject,
  change: (desired: Desired, ground: Ground, now: number) => Desired = (desired) => desired,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = clock();
    const ground = await store.readGround(subject, null);
    if (ground === null || ground.desiredAt === null) return;
    const plan = planSettle({ ...toFacts(ground, now), author: null }, change(ground.desired, ground, now));
    const isSame = JSON.stringify(plan.desired) === JSON.stringify(ground.desired);
    if (isSame || (await store.commit(ground, plan)) === "committed") return;
  }
  throw new AppError("unavailable", "contended", 2);
}

function toFacts({ subject, link, ownerId, node, reported }: Ground, now: number) {
  const { commands, revoked: isRevoked } = link;
  return { ...subject, ownerId, node, reported, commands, isRevoked, now, createId: randomId };
}

/** Of somebody who may configure it. @throws AppError not_found, forbidden */
export async function requireGround(
  { store, clock }: ConfigurationContext,
  subject: Subject,
  who: string,
): Promise<Ground> {
  const ground = await store.readGround(subject, who);
  if (ground === null) throw new AppError("not_found", "no such node or network");
  const order = { kind: "configure", nodeId: subject.nodeId, setting: "", value: "" } as const;
  const right = decideRight({ ...ground, order, who, now: clock() });
  if (right === "unknown") throw new AppError("not_found", "no such node or network of theirs");
  if (right === "forbidden") throw new AppError("forbidden", "not an administrator");
  return ground;
}

export function toEntry(
  { networkId, nodeId }: Subject,
  { who, whoLabel }: Author,
  what: string,
  keys: readonly string[],
  now: number,
): Write[] {
  const value = keys.join(" ").slice(0, 200);
  const act = { act: "configuration", at: now, who, whoLabel, what, ...(value === "" ? {} : { value }) } as const;
  return toEntryWrites(networkId, nodeId === null ? null : [nodeId], act);
}
