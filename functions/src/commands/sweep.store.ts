import { networkIdSchema } from "@lastmeter/model/ids";
import { type Firestore, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import { createLinkStore } from "../link/link.store.ts";
import { toOutcomeWrites } from "../rules-engine/run-outcomes.ts";
import { toPatch } from "./command-writes.ts";
import { planOpen } from "./plan-open.ts";

/** As many as one minute handles; the rest is due in the next. */
const SWEEP_MAX = 200;

/** Ends what is overdue though the gateway says nothing. Idempotent. @returns how many networks. */
export async function sweepCommands(db: Firestore, now: number): Promise<number> {
  const due = await db
    .collectionGroup("state")
    .where("commandsDueAt", "<=", Timestamp.fromMillis(now))
    .select()
    .limit(SWEEP_MAX)
    .get();
  const results = await Promise.all(due.docs.map((snapshot) => sweepNetwork(db, snapshot, now)));
  return results.filter((result) => result === "committed").length;
}

async function sweepNetwork(db: Firestore, { ref }: QueryDocumentSnapshot, now: number) {
  const networkId = networkIdSchema.parse(ref.parent.parent?.id);
  const links = createLinkStore(db);
  const read = await links.readLink(networkId);
  const commands = read?.link.commands;
  // A batch was faster.
  if (!read || !commands) return "conflict";
  const { link } = read;
  const ids = commands.open.map(({ id }) => id);
  const documents = await links.readCommands(networkId, ids);
  const plan = planOpen({
    commands,
    documents,
    isRevoked: link.revoked,
    isBrokerAway: link.heard?.broker === "disconnected",
    isBehind: link.backlog !== undefined,
    isCoordinatorAway: false,
    outcomes: [],
    place: null,
    heard: null,
    handOver: null,
    findNode: () => undefined,
    now,
  });
  const ended = [...plan.patches].map(([id, patch]) => toPatch(networkId, id, patch));
  const writes = [...ended, ...toOutcomeWrites(networkId, documents, plan.patches)];
  const nothing = { offlineAt: null, shards: new Map(), readShards: new Map() };
  return links.commit(networkId, { read, link: { ...link, commands: plan.commands }, writes, ...nothing });
}
