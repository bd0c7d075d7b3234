import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";

/** What every grant of a network is planned from. */
export interface SharedNetwork {
  readonly networkId: NetworkId;
  readonly ownerId: string;
  readonly name: string;
  readonly timeZone: string;
  /** E-mail of the owner, or their name. */
  readonly ownerLabel: string;
}

export interface SharedNode {
  readonly nodeId: NodeId;
  readonly memberIds: readonly string[];
  readonly name: string;
  readonly room: string | null;
  /** Keys of its channels. */
  readonly channels: readonly string[];
}

/** What one principal has in one network, as read. */
export interface Standing {
  readonly network: SharedNetwork;
  readonly principalId: string;
  /** `networks/{n}/grants/{principalId}`. */
  readonly networkGrant: Grant | null;
  readonly nodes: readonly SharedNode[];
  /** `nodes/{n}/grants/{principalId}` of these nodes: their own, or copies. */
  readonly nodeGrants: ReadonlyMap<NodeId, Grant>;
  /** Whether `nodes` are all of the network. */
  readonly isWhole: boolean;
}
