import type { NetworkId } from "@lastmeter/model/ids";
import type { Bytes } from "@lastmeter/model/link/bytes";
import type { Listener } from "@lastmeter/model/link/messages";
import type { SessionKeys } from "@lastmeter/model/link/session";
import type { NetworkKind } from "@lastmeter/model/network";
import type { IngestInput, IngestPlan, RawDocuments, ShardBytes } from "../ingest/ingest.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { Lru } from "../platform/lru.ts";
import type { Directory, Protocol } from "../protocols/protocol.ts";
import type { EngineState } from "../rules-engine/engine-state.ts";
import type { RuleSet } from "../rules-engine/rule-set.ts";
import { createKeyRing, type KeyRing } from "./key-ring.ts";
import type { LinkStore } from "./link.store.ts";

/** What the link needs from outside; the same in the cloud, on the emulators and in tests. */
export interface LinkPorts {
  readonly store: LinkStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: { readonly wrappingKey: Bytes; readonly linkSecret: Bytes };
  readonly protocolFor: (kind: NetworkKind) => Protocol;
  readonly planIngest: (
    input: IngestInput,
    shards: ShardBytes,
    raw: RawDocuments | null,
  ) => IngestPlan | Promise<IngestPlan>;
  /** A custom token for the gateway's own listener. May fail: readings do not wait for it. */
  readonly createListener: (networkId: NetworkId, epoch: number) => Promise<Listener>;
}

/** Ports and what one instance remembers; every entry is checked against the link's record, so a stale one only costs a read. */
export interface LinkContext extends LinkPorts {
  readonly keyRing: KeyRing;
  /** By the ids of network, key and session. */
  readonly sessionKeys: Lru<SessionKeys>;
  /** By network id and version. */
  readonly directories: Lru<Directory>;
  /** By network id and version. */
  readonly ruleSets: Lru<RuleSet>;
  /** What the rules engine remembered last, by network id. */
  readonly engineStates: Lru<{ readonly bytes: Uint8Array; readonly state: EngineState }>;
  /** When a call that was refused was last looked at for the status, by network id. */
  readonly refusals: Lru<number>;
}

export function createLinkContext(ports: LinkPorts): LinkContext {
  return {
    ...ports,
    keyRing: createKeyRing(ports.store, ports.secrets.wrappingKey, ports.clock),
    sessionKeys: new Lru(500),
    directories: new Lru(50),
    ruleSets: new Lru(50),
    engineStates: new Lru(50),
    refusals: new Lru(1000),
  };
}
