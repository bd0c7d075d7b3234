import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { NetworkKind } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import type { Rule } from "@lastmeter/model/rule";
import type { HomeTariff } from "@lastmeter/model/tariff";
import type { RuleNodes } from "../rules-engine/compile.ts";
import type { Outlook } from "../rules-engine/outlook.ts";
import type { RuleSet } from "../rules-engine/rule-set.ts";

export type RuledNode = Pick<Node, "status" | "role" | "inside" | "channels" | "total" | "name">;

/** What rules of a network are decided from. */
export interface RuleGround {
  readonly networkId: NetworkId;
  readonly kind: NetworkKind;
  readonly ownerId: string;
  readonly timeZone: string;
  readonly location: Location | null;
  /** Of the network, those that are not over. */
  readonly grants: readonly Grant[];
  /** By its document; removed ones included. */
  readonly nodes: ReadonlyMap<NodeId, RuledNode>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly tariffs: readonly HomeTariff[];
  /** Null: there has never been a rule. */
  readonly set: RuleSet | null;
  /** What providers told, where it is newer than the set. */
  readonly outlook?: Outlook;
}

export const isManager = ({ ownerId, grants }: Pick<RuleGround, "ownerId" | "grants">, uid: string): boolean =>
  uid === ownerId || grants.some(({ principalId, role }) => principalId === uid && role === "admin");

/** People who may be told of the home: owner, administrators, members. */
export const isOfHome = ({ ownerId, grants }: Pick<RuleGround, "ownerId" | "grants">, uid: string): boolean =>
  uid === ownerId || grants.some(({ principalId, principal }) => principalId === uid && principal === "user");

/** Nodes whose sum is the home: grid meters, else loads that are not inside another. */
export function toHomeNodes(nodes: RuleGround["nodes"]): NodeId[] {
  const there = [...nodes].filter(([, { status }]) => status === "active");
  const grid = there.filter(([, { role }]) => role === "grid");
  const home = grid.length > 0 ? grid : there.filter(([, { role, inside }]) => role === "load" && inside === null);
  return home.map(([nodeId]) => nodeId).sort();
}

export const toRuleNodes = (nodes: RuleGround["nodes"]): RuleNodes =>
  new Map([...nodes].filter(([, { status }]) => status !== "removed"));
