import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { type Command, type CommandOrder, type CommandWhy, toCommandTarget } from "@lastmeter/model/command";
import type { PrincipalId } from "@lastmeter/model/grant";
import type { NetworkId } from "@lastmeter/model/ids";
import { commandLimits } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import type { FieldError } from "@lastmeter/model/problem";
import { toFnv32 } from "../platform/hash.ts";
import type { Write } from "../platform/writes.ts";
import { toOutcome, toPatch } from "./command-writes.ts";
import { noCommands, type OpenCommands } from "./open-commands.ts";
import { type OrderedNode, toNodeId, toOrderFault } from "./order-rules.ts";

const MINUTE_MS = 60_000;
/** Commands of one person or program in a minute: a dragged slider stays below, a loop does not. */
const GIVEN_MAX = 60;
/** Principals whose count is kept; more than these in one minute is a home under attack. */
const GIVERS_MAX = 20;

/** A person, a third party's program, or a rule on behalf of its owner. */
export interface CommandActor {
  readonly who: PrincipalId;
  readonly whoLabel: string;
  readonly why: CommandWhy;
}

export interface CommandFacts {
  readonly networkId: NetworkId;
  /** 128 random bits each: of the command, and of its entry in the access log. */
  readonly commandId: string;
  readonly entryId: string;
  readonly order: CommandOrder;
  readonly lifeMs: number;
  readonly actor: CommandActor;
  /**
   * The order's node; null: there is none, or not in this network, or the order is about the network. A planner inside a batch's commit
   * may take the directory's channels and `active`: hand-over looks at the node itself.
   */
  readonly node: OrderedNode | null;
  /** Of the link's record. */
  readonly commands: OpenCommands | undefined;
  readonly isRevoked: boolean;
  readonly now: number;
}

export type CommandPlan =
  | {
      readonly kind: "refused";
      readonly reason: "bad_request" | "too_many" | "revoked";
      readonly errors: readonly FieldError[];
    }
  | {
      readonly kind: "planned";
      readonly command: Command;
      /** For the link's record, guarded by its version, in the same commit as `writes`. */
      readonly commands: OpenCommands;
      /** Without the command's own document. */
      readonly writes: readonly Write[];
      /** Makes the gateway call; not needed where a reply to it goes out with the same commit. */
      readonly ring: Write;
    };

/** One command for everybody; whether they may is decided before (`decideRight`). A newer one of the same target ends the older. */
export function planCommand(facts: CommandFacts): CommandPlan {
  const { networkId, commandId, order, lifeMs, actor, node, now } = facts;
  const before = facts.commands ?? noCommands;
  const fault = toOrderFault(order, node);
  if (fault !== null) return refuse("bad_request", [fault]);
  if (facts.isRevoked) return refuse("revoked");
  const target = toCommandTarget(order);
  const older = before.open.filter((each) => each.target === target);
  const others = before.open.filter((each) => each.target !== target);
  const given = toGiven(before, toGiver(actor), now);
  if (given === null || others.length >= commandLimits.count) return refuse("too_many");
  const seq = Math.max(before.seq + 1, now);
  const command: Command = {
    v: 1,
    networkId,
    order,
    nodeId: toNodeId(order),
    seq,
    ...actor,
    at: now,
    deadline: now + lifeMs,
    state: "queued",
    reason: null,
    sentAt: null,
    publishedAt: null,
    endedAt: null,
  };
  const superseded = { state: "failed", reason: "superseded", endedAt: now } as const;
  return {
    kind: "planned",
    command,
    commands: {
      seq,
      open: [...others, { id: commandId, target, dueAt: command.deadline, ...toCause(actor) }],
      draws: before.draws.filter((draw) => `${draw.nodeId}/${draw.channel}` !== target),
      given,
    },
    writes: [
      ...older.flatMap((each) => [
        toPatch(networkId, each.id, superseded),
        ...toOutcome(networkId, each, { state: "failed", reason: "superseded", at: now }),
      ]),
      { kind: "create", path: paths.accessLog(networkId, facts.entryId), data: toEntry(command) },
    ],
    ring: toRing(networkId, command),
  };
}

const refuse = (
  reason: Extract<CommandPlan, { kind: "refused" }>["reason"],
  errors: FieldError[] = [],
): CommandPlan => ({
  kind: "refused",
  reason,
  errors,
});

/** The bridge's listener hears it and calls; one that begins to listen later sees that a command may still wait. */
function toRing(networkId: NetworkId, { seq, deadline }: Command): Write {
  return {
    kind: "replaceFields",
    path: paths.doorbell(networkId),
    data: { seq, until: deadline },
    fields: ["seq", "until"],
  };
}

const toCause = ({ why: { source, cause } }: CommandActor) => (source === "rule" && cause ? { cause } : {});

/** It is counted for a minute only, so it need not name anybody. */
const toGiver = ({ who, why }: CommandActor): string => toFnv32(`${why.source} ${who}`).toString(36);

/** With one more of this giver's; null: that would be too many. */
function toGiven({ given }: OpenCommands, who: string, now: number): OpenCommands["given"] | null {
  const recent = given.filter(({ since }) => now - since < MINUTE_MS);
  const own = recent.find((each) => each.who === who) ?? { who, since: now, count: 0 };
  if (own.count >= GIVEN_MAX) return null;
  const others = recent.filter((each) => each.who !== who);
  return others.length >= GIVERS_MAX ? null : [...others, { ...own, count: own.count + 1 }];
}

function toEntry({ order, nodeId, who, whoLabel, at }: Command): AccessLogEntry {
  const about = nodeId === null ? {} : { nodeIds: [nodeId] };
  return { v: 1, at, who, whoLabel, ...about, act: "command", what: order.kind, value: toText(order) };
}

function toText(order: CommandOrder): string {
  if (order.kind === "permitJoin") return `${order.seconds} s`;
  if (order.kind === "set") return `${order.channel} ${JSON.stringify(order.value)}`.slice(0, 200);
  if (order.kind === "configure") return `${order.setting} ${order.value}`.slice(0, 200);
  if (order.kind === "firmware") return order.act;
  return order.kind === "readSetting" ? order.setting : "";
}
