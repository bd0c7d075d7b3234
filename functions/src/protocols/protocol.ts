import type { Channel } from "@lastmeter/model/channel";
import type { CommandOrder } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Interest, LinkCommand } from "@lastmeter/model/link/messages";
import type { Location } from "@lastmeter/model/location";
import type { MqttMapping } from "@lastmeter/model/mqtt-mapping";
import type { NodeHealth, NodeRole, Total } from "@lastmeter/model/node";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import type { Setting } from "@lastmeter/model/setting";
import type { Views } from "../views/view-content.ts";

/** One native message as the bridge relayed it. `sequence` rises by queue; `at` is the gateway's clock at arrival. */
export interface NativeMessage {
  readonly sequence: number;
  readonly at: number;
  readonly topic: string;
  /** Raw bytes; text is decoded fatally, so malformed UTF-8 becomes a dead letter. */
  readonly payload: Uint8Array;
  /** The payload where it is well-formed text below every cap, as nearly all is: `payload` is then made when it is asked for. */
  readonly text?: string | undefined;
}

/** Fields of a node that an owner may have decided; once in `ownerSet`, nothing the network says changes them. */
export const ownerFields = ["name", "role", "total", "location"] as const;
export type OwnerField = (typeof ownerFields)[number];

export type Channels = Readonly<Record<string, Channel>>;

/** What the protocol knows of one device; owner's choices (`total`, `location`) are copied in when they change. */
export interface DirectoryNode {
  readonly nodeId: NodeId;
  readonly address: string;
  readonly nativeName: string;
  /** Shard of the ingest state that holds the node; given once. */
  readonly shard: number;
  /** Null: the network's. */
  readonly location: Location | null;
  readonly total: Total;
  readonly channels: Channels;
  readonly health: NodeHealth;
  readonly removed: boolean;
  /** Of its connection, per phase; an owner's word. */
  readonly ratedCurrentA?: number | undefined;
  /** Silent for longer it counts as away, where the network does not tell; an owner's word. */
  readonly expectedMinutes?: number | undefined;
  /** How its registers were calibrated when last told; the protocol's own words, to compare. */
  readonly calibrations?: string | undefined;
  /** The network's last word on the device alone; `health.availability` also heeds `protocolState`. */
  readonly reachable?: "online" | "offline" | undefined;
  /** Newest value of each setting as the network tells it: JSON text by the setting's key. */
  readonly reported?: Readonly<Record<string, string>> | undefined;
  /** Of settings that changed again and again: how many changes are still taken at once, and when that was counted. */
  readonly restless?: Readonly<Record<string, { readonly left: number; readonly at: number }>> | undefined;
  /** When the network last took it in anew; of the gateway's clock. */
  readonly joinedAt?: number | undefined;
  /** Carried over from directory to directory. */
  readonly ownerSet?: readonly OwnerField[] | undefined;
  /** Carried over, too. */
  readonly views?: Views | undefined;
}

/** Names → nodes and channels of one network; document `state/directory`, cached by `version`. */
export interface Directory {
  readonly v: 1;
  /** Rises with every change. */
  readonly version: number;
  readonly networkId: NetworkId;
  readonly ownerId: string;
  readonly location: Location | null;
  readonly timeZone: string;
  /** By native address. */
  readonly nodes: Readonly<Record<string, DirectoryNode>>;
  /** SHA-256 and version number of the newest stored configuration record, by topic. */
  readonly records: Readonly<Record<string, { readonly hash: string; readonly version: number; readonly at: number }>>;
  /** Messages from names not known yet; they wait for the next directory of the network (at most 100, 1 MiB), then are dead letters. */
  readonly waiting: readonly NativeMessage[];
  /** The coordinator's own state (`bridge/state`). */
  readonly protocolState: "online" | "offline" | "unknown";
  /** Names that are known and not nodes (groups): their messages are nobody's loss. */
  readonly groups?: readonly string[] | undefined;
  /** Names by address of devices whose nodes were erased: what they say is dropped until the network no longer lists them. */
  readonly erased?: Readonly<Record<string, string>> | undefined;
  /** Of the network itself: settings as it tells them, JSON text by key. */
  readonly reported?: Readonly<Record<string, string>> | undefined;
  /** Of a network whose messages are described by its administrators: how. */
  readonly mqtt?: MqttMapping | undefined;
  /** Rises when the names or channels change that `toInterest` speaks of. Absent: `version`. */
  readonly interestVersion?: number | undefined;
  /** Whether the network tells if its devices are there. Absent: it never said. */
  readonly tellsAvailability?: boolean | undefined;
  /** Open for new devices until then; null: closed. Absent: it never said. */
  readonly joinUntil?: number | null | undefined;
  /** Version of the protocol module's mapping the nodes were made with; an older one makes it read the same list again. */
  readonly mapping?: number | undefined;
}

export function findNode({ nodes }: Directory, nodeId: NodeId): DirectoryNode | undefined {
  return Object.values(nodes).find((node) => node.nodeId === nodeId);
}

/** A node to create (as pending) or the fields to change; never touches what only an owner decides. */
export type NodeChange =
  | {
      readonly kind: "create";
      readonly node: DirectoryNode;
      readonly vendor: string | null;
      readonly model: string | null;
      readonly description: string | null;
      readonly role: NodeRole | null;
    }
  | {
      readonly kind: "update";
      readonly node: DirectoryNode;
      readonly vendor?: string | null;
      readonly model?: string | null;
      readonly description?: string | null;
      /** A new proposal; written unless an owner decided. */
      readonly role?: NodeRole | null;
    };

/** A native network message to keep verbatim in the configuration store. */
export interface ConfigRecord {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly at: number;
  readonly sequence: number;
  readonly hash: string;
  readonly version: number;
}

export interface DeadLetter {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly at: number;
  readonly sequence: number;
  /** Names the field and what was expected. */
  readonly reason: string;
}

/** What the network says of presence, in order with the readings. `nodeId` null: of every node. */
export interface PresenceFact {
  readonly nodeId: NodeId | null;
  /** `calibrated`: a register of the node counts otherwise from now on. */
  readonly fact: "nodeAway" | "nodeBack" | "coordinatorAway" | "coordinatorBack" | "gatewayAway" | "calibrated";
  readonly at: number;
  readonly sequence: number;
}

/** What the network answered to a request, by the transaction that the request carried: a command's id, or somebody else's. */
export interface Answer {
  readonly transaction: string;
  readonly isDone: boolean;
  /** The network's own words where it failed. */
  readonly detail: string;
  /** Where it failed: the network did not get through to the device. */
  readonly isUnreachable?: boolean;
  readonly sequence: number;
}

/** A node could not be told these channels; by whom, the network does not say. */
export interface Failure {
  readonly nodeId: NodeId;
  readonly channels: readonly string[];
  readonly detail: string;
  readonly isUnreachable?: boolean;
  readonly sequence: number;
}

/** An order as the native message that carries it out. `mute`: the node does not report what it sets, only a fault is told. */
export type NativeOrder = Required<Pick<LinkCommand, "topic" | "payload" | "answers">> & { readonly mute?: boolean };

export interface Decoded {
  readonly readings: readonly Reading[];
  readonly events: readonly NodeEvent[];
  /** Non-series values (settings, diagnostics, text, lists) for `live`: canonical value by node and channel. */
  readonly values: readonly {
    readonly nodeId: NodeId;
    readonly channel: string;
    readonly value: string | number | boolean;
    readonly at: number;
    /** Of the message. Absent: not known. */
    readonly sequence?: number;
  }[];
  /** Absent: none. */
  readonly presence?: readonly PresenceFact[];
  readonly answers?: readonly Answer[];
  readonly failures?: readonly Failure[];
  /** Number of the newest message of each node. */
  readonly told?: ReadonlyMap<NodeId, number>;
  /** Newest message time of each node heard from. */
  readonly seen: ReadonlyMap<NodeId, number>;
  readonly nodeChanges: readonly NodeChange[];
  readonly records: readonly ConfigRecord[];
  readonly deadLetters: readonly DeadLetter[];
  /** The same object where nothing changed. */
  readonly directory: Directory;
}

export interface ChannelPlace {
  readonly topic: string;
  readonly path: readonly string[];
}

/** One module per protocol kind; one registry line each. Pure but for hashing. */
export interface Protocol {
  /** Topics (MQTT filters, relative to the base topic) that the bridge is not to relay, e.g. large and derivable ones. */
  readonly notRelayed: readonly string[];
  /**
   * @param heardAt how far the network is known by now. An older message tells what was: it changes nothing that is known of the
   *   network's nodes, their health or its configuration. 0: every message is news.
   */
  decode(directory: Directory, messages: readonly NativeMessage[], heardAt?: number): Promise<Decoded>;
  /** Which native messages matter at once: exposed binary and enum states on change, actions each time. */
  toInterest(directory: Directory): Interest;
  /**
   * Where the value of a channel stands in the native messages, as an interest names it. Null: a change or bound of it cannot be told
   * by one place (elements of lists, a sign that stands elsewhere).
   */
  locate(node: DirectoryNode, channel: Channel, directory: Directory): ChannelPlace | null;
  /** Topics whose newest records `toSettings` is made from. */
  readonly describedBy: readonly string[];
  /**
   * Every setting of a node, or of the network itself (`node` null).
   * @param records what the newest record of each topic of `describedBy` says, as JSON
   */
  toSettings(
    directory: Directory,
    node: DirectoryNode | null,
    records: ReadonlyMap<string, unknown>,
  ): readonly Setting[];
  /** Whether the network can update the node's firmware, by the same records. Absent: it never can. */
  hasFirmware?(node: DirectoryNode, records: ReadonlyMap<string, unknown>): boolean;
  /**
   * A checked order in native words; null: the directory's node has no such channel, or the kind knows no such order. The topic is made
   * of addresses, never of names. A `set` is confirmed by what the node reports of the channel, every other order by the answer to its
   * request: it carries the command's id as transaction.
   */
  toNative(directory: Directory, order: CommandOrder, commandId: string): NativeOrder | null;
  /** What another description makes of a network; absent: the kind's messages describe themselves. */
  describeAnew?(
    directory: Directory,
    mapping: MqttMapping,
  ): { readonly directory: Directory; readonly changes: readonly NodeChange[] };
}
