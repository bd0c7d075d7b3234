import type { Command } from "@lastmeter/model/command";
import type { NodeId } from "@lastmeter/model/ids";
import type { CommandOutcome, LinkCommand } from "@lastmeter/model/link/messages";
import type { DirectoryNode } from "../protocols/protocol.ts";
import type { CommandPatch } from "./command-writes.ts";
import { planDraws, toDraw } from "./draws.ts";
import type { HandOver } from "./hand-over.ts";
import type { Heard } from "./heard.ts";
import { judge, judgeAnswer } from "./judge.ts";
import {
  ANSWER_GRACE_MS,
  BEHIND_MAX_MS,
  MUTE_MS,
  type OpenCommand,
  type OpenCommands,
  type Place,
} from "./open-commands.ts";

export interface OpenFacts {
  readonly commands: OpenCommands;
  /** By id; a command whose document is gone is forgotten. */
  readonly documents: ReadonlyMap<string, Command>;
  readonly isRevoked: boolean;
  /** The gateway says so, or said so last: what it was handed it could not give away. */
  readonly isBrokerAway: boolean;
  /** More waits in the gateway's queue, by its newest word. */
  readonly isBehind: boolean;
  /** The network's coordinator is known not to run. */
  readonly isCoordinatorAway: boolean;
  readonly outcomes: readonly CommandOutcome[];
  /** Where the frame's batch begins; null: there is none. */
  readonly place: Place | null;
  /** Null: no batch, or one that tells nothing of the present. */
  readonly heard: Heard | null;
  /** What may be handed over now; null: nothing, since there is no reply, or its bridge is too old. */
  readonly handOver: ((commandId: string, command: Command) => HandOver) | null;
  readonly findNode: (nodeId: NodeId) => DirectoryNode | undefined;
  readonly now: number;
}

export interface OpenPlan {
  readonly commands: OpenCommands;
  readonly patches: ReadonlyMap<string, CommandPatch>;
  /** For the sealed reply. */
  readonly handedOver: readonly LinkCommand[];
}

/** What became of the open commands, and which are handed over now. Idempotent; goes with one guarded change of the link's record. */
export function planOpen(facts: OpenFacts): OpenPlan {
  const { commands, documents, heard, now } = facts;
  const open: OpenCommand[] = [];
  const draws = [...commands.draws];
  const patches = new Map<string, CommandPatch>();
  const handedOver: LinkCommand[] = [];
  for (const before of commands.open) {
    const command = documents.get(before.id);
    if (command === undefined) continue;
    const { entry, patch, linkCommand } = planOne(before, command, facts);
    if (Object.keys(patch).length > 0) patches.set(before.id, patch);
    if (patch.endedAt === undefined)
      open.push({ ...entry, dueAt: toEntryDueAt(entry, { ...command, ...patch }, facts) });
    const draw = patch.state === "confirmed" ? toDraw(entry, command, findNodeOf(command, facts), now) : null;
    if (draw !== null) draws.push(draw);
    if (linkCommand !== null) handedOver.push(linkCommand);
  }
  const judged = planDraws(draws, heard, facts.findNode, now);
  for (const id of judged.noDraw) patches.set(id, { reason: "no_draw" });
  return { commands: { ...commands, open, draws: judged.draws }, patches, handedOver };
}

const findNodeOf = ({ nodeId }: Command, { findNode }: OpenFacts) => (nodeId === null ? undefined : findNode(nodeId));

interface OnePlan {
  readonly entry: OpenCommand;
  readonly patch: CommandPatch;
  readonly linkCommand: LinkCommand | null;
}

function planOne(before: OpenCommand, command: Command, facts: OpenFacts): OnePlan {
  const { now } = facts;
  const told = applyOutcome(withoutMute(before, facts), command, facts);
  const { entry } = told;
  if (told.patch.endedAt !== undefined) return { ...told, linkCommand: null };
  const end = decideEnd(entry, { ...command, ...told.patch }, facts);
  if (end !== null) return { entry, patch: { ...told.patch, ...end, endedAt: now }, linkCommand: null };
  // What the network has, or may have, is never handed over again. A setting can wait for a coordinator that is stopped.
  const isVain = facts.isCoordinatorAway && command.order.kind === "configure";
  if (facts.handOver === null || isVain || entry.after !== undefined || now >= command.deadline)
    return { ...told, linkCommand: null };
  const handed = facts.handOver(entry.id, command);
  switch (handed.kind) {
    case "denied":
      return { entry, patch: { state: "denied", reason: "no_grant", endedAt: now }, linkCommand: null };
    case "unfit":
      return { entry, patch: { state: "failed", reason: "refused", endedAt: now }, linkCommand: null };
    case "native": {
      const { mute, ...native } = handed.native;
      return {
        entry: mute === true ? { ...entry, mute } : entry,
        patch: command.sentAt === null ? { state: "sent", sentAt: now } : {},
        linkCommand: {
          commandId: entry.id,
          seq: command.seq,
          target: entry.target,
          notAfter: command.deadline,
          deliverFor: command.deadline - now,
          ...native,
        },
      };
    }
  }
}

/** Whom a stopped coordinator should have told, nobody knows. */
function withoutMute(entry: OpenCommand, { isCoordinatorAway }: OpenFacts): OpenCommand {
  const { mute: _, ...rest } = entry;
  return isCoordinatorAway ? rest : entry;
}

function toEntryDueAt(entry: OpenCommand, command: Command, { isBehind }: OpenFacts): number {
  const { deadline, sentAt, publishedAt } = command;
  if (entry.mute && publishedAt !== null) return publishedAt + MUTE_MS;
  return sentAt === null ? deadline : deadline + toGraceMs(entry, isBehind);
}

const toGraceMs = ({ after }: OpenCommand, isBehind: boolean) => (after && isBehind ? BEHIND_MAX_MS : ANSWER_GRACE_MS);

/** What the bridge says became of it; of one that it published, only where its reports begin. */
function applyOutcome(
  entry: OpenCommand,
  { sentAt, publishedAt }: Command,
  { outcomes, place, now }: OpenFacts,
): { readonly entry: OpenCommand; readonly patch: CommandPatch } {
  const told = outcomes.find(({ commandId }) => commandId === entry.id);
  // Of one that was never handed over there is nothing to tell.
  if (told === undefined || place === null || sentAt === null) return { entry, patch: {} };
  const end = (state: "failed" | "expired", reason: NonNullable<CommandPatch["reason"]>) => ({
    entry,
    patch: { state, reason, endedAt: now },
  });
  switch (told.outcome) {
    case "published": {
      const after = { queueEpoch: place.queueEpoch, n: told.n ?? place.n };
      const patch = publishedAt === null ? { publishedAt: now } : {};
      return { entry: { ...entry, after: entry.after ?? after }, patch };
    }
    case "unsure":
      return { entry: { ...entry, after: entry.after ?? place, unsure: true }, patch: {} };
    case "expired":
      return end("expired", "no_gateway");
    case "superseded":
      return end("failed", "superseded");
    case "refused":
      return end("failed", "refused");
    case "failed":
      return end("failed", "gateway");
  }
}

type End = Pick<CommandPatch, "state" | "reason" | "detail">;

function decideEnd(entry: OpenCommand, command: Command, facts: OpenFacts): End | null {
  const { heard, now } = facts;
  const { after } = entry;
  const { order, deadline, sentAt, publishedAt } = command;
  const { id } = entry;
  const node = findNodeOf(command, facts);
  const verdict =
    heard && sentAt !== null && (after ? judge({ id, order, after }, node, heard) : judgeAnswer(id, heard));
  if (verdict) return verdict;
  // Handed to a gateway that will not tell any more: it may have been done.
  if (sentAt !== null && !after && (facts.isRevoked || entry.orphan)) return { state: "failed", reason: "gateway" };
  if (facts.isRevoked && !after) return { state: "denied", reason: "revoked" };
  if (entry.mute && !entry.unsure && publishedAt !== null && now >= publishedAt + MUTE_MS) {
    return { state: "confirmed", reason: "unreported" };
  }
  if (now < deadline) return null;
  if (sentAt === null || (facts.isBrokerAway && !after)) return { state: "expired", reason: "no_gateway" };
  if (now < deadline + toGraceMs(entry, facts.isBehind)) return null;
  // Without the gateway's word that the network has it, its word may be what was lost.
  return { state: "failed", reason: after && !entry.unsure ? "no_answer" : "gateway" };
}
