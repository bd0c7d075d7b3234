import type { Command } from "@lastmeter/model/command";
import { type CommandPatch, toCreation, toPatch } from "../commands/command-writes.ts";
import { decideHandOver } from "../commands/hand-over.ts";
import type { OpenCommand } from "../commands/open-commands.ts";
import { planOpen } from "../commands/plan-open.ts";
import type { Write } from "../platform/writes.ts";
import { findNode } from "../protocols/protocol.ts";
import { toOutcomeWrites } from "../rules-engine/run-outcomes.ts";
import type { LinkContext } from "./context.ts";
import { isOlderVersion } from "./decide-hello.ts";
import { loadDirectory } from "./directory.ts";
import type { ParsedUplink } from "./parse-uplink.ts";
import type { PlannedUplink, UplinkFacts } from "./plan-batch.ts";

/** The oldest bridge that carries out commands. */
const OLDEST_VERSION = "0.2.0";

/**
 * The plan with what the frame means for open commands: those told of end, the others are handed over. Reads nothing where there are none.
 * @param uplink null: of a gateway that is not welcome, or of a recording, whose reader carries out nothing
 */
export async function withCommands(
  context: LinkContext,
  planned: PlannedUplink,
  { networkId, link, now }: Omit<UplinkFacts, "uplink">,
  uplink: ParsedUplink | null,
): Promise<PlannedUplink | "conflict"> {
  const { commands } = planned.link;
  const { created = new Map<string, Command>() } = planned;
  if (commands === undefined || (commands.open.length === 0 && commands.draws.length === 0)) return planned;
  const directory = planned.directory ?? (await loadDirectory(context, networkId, link));
  if (directory === "conflict") return "conflict";
  const stored = commands.open.flatMap(({ id }) => (created.has(id) ? [] : [id]));
  const documents = new Map([...(await context.store.readCommands(networkId, stored)), ...created]);
  const isTaken = uplink !== null && !isOlderVersion(link.active?.version ?? "", OLDEST_VERSION);
  const waiting = commands.open.flatMap(({ id, after }) => (after ? [] : (documents.get(id) ?? [])));
  const rights = isTaken && waiting.length > 0 ? await context.store.readRights(networkId, waiting) : null;
  const ground = { protocol: context.protocolFor(link.kind), directory, now };
  const plan = planOpen({
    commands,
    documents,
    isRevoked: link.revoked,
    isBrokerAway: (uplink?.head ?? link.heard)?.broker === "disconnected",
    isBehind: uplink === null ? link.backlog !== undefined : uplink.head.queue.length > uplink.batch.messages.length,
    isCoordinatorAway: directory.protocolState === "offline",
    outcomes: uplink?.head.outcomes ?? [],
    place: uplink && { queueEpoch: uplink.batch.queueEpoch, n: uplink.batch.messages[0]?.n ?? link.cursor.next },
    heard: planned.heard,
    handOver: rights && ((id, command) => decideHandOver(id, command, rights, ground)),
    findNode: (nodeId) => findNode(directory, nodeId),
    now,
  });
  return {
    ...planned,
    link: { ...planned.link, commands: plan.commands },
    writes: [
      ...planned.writes,
      ...toWrites(networkId, created, plan.patches),
      ...toOutcomeWrites(networkId, documents, plan.patches),
    ],
    handedOver: plan.handedOver,
    lastsAt: toEarliest(planned.lastsAt ?? null, plan.commands.open),
  };
}

/** When the gateway is to come back: also where nobody will say that a setting has arrived. */
function toEarliest(lastsAt: number | null, open: readonly OpenCommand[]): number | null {
  const dues = open.flatMap(({ mute, after, dueAt }) => (mute && after ? [dueAt] : []));
  if (lastsAt !== null) dues.push(lastsAt);
  return dues.length === 0 ? null : Math.min(...dues);
}

function toWrites(
  networkId: UplinkFacts["networkId"],
  created: ReadonlyMap<string, Command>,
  patches: ReadonlyMap<string, CommandPatch>,
): Write[] {
  return [
    ...[...created].map(([id, command]): Write => toCreation(networkId, id, { ...command, ...patches.get(id) })),
    ...[...patches].flatMap(([id, patch]) => (created.has(id) ? [] : [toPatch(networkId, id, patch)])),
  ];
}
