import type { NetworkId } from "@lastmeter/model/ids";
import type { Bytes } from "@lastmeter/model/link/bytes";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { type Network, networkSchema } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { z } from "zod/mini";
import { toDirectoryBytes } from "../link/directory-codec.ts";
import type { LinkRecord } from "../link/link-record.ts";
import { createNetworkId } from "../link/server-ids.ts";
import { wrapKey } from "../link/wrapped-key.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";

/** What an administrator says of a new network. */
export const networkInputSchema = z.object({
  ownerId: networkSchema.shape.ownerId,
  name: networkSchema.shape.name,
  description: networkSchema.shape.description,
  kind: networkSchema.shape.kind,
  location: networkSchema.shape.location,
  timeZone: networkSchema.shape.timeZone,
  /** Base URL of the deployed functions. */
  dispatcherUrl: z.url({ protocol: /^https?$/ }),
});
export type NetworkInput = z.infer<typeof networkInputSchema>;

/** The bridge's configuration file. */
export interface BridgeConfig {
  readonly network: NetworkId;
  readonly key: string;
  readonly dispatcher: string;
}

export interface RegisteredNetwork {
  readonly networkId: NetworkId;
  /** Shown to the owner once; only its wrapped form is stored. */
  readonly keyText: string;
  readonly bridgeConfig: BridgeConfig;
}

export interface NetworkPlan extends RegisteredNetwork {
  readonly writes: readonly Write[];
}

export async function planNetwork(
  input: NetworkInput,
  secrets: { readonly wrappingKey: Bytes; readonly linkSecret: Bytes },
  now: number,
): Promise<NetworkPlan> {
  const { dispatcherUrl, ...described } = input;
  const networkId = await createNetworkId(secrets.linkSecret);
  const linkKey = generateKey();
  const health = { state: "waiting", since: now, protocol: "unknown", bridgeVersion: null } as const;
  const network: Network = { v: 1, ...described, dispatcher: toDispatcher(dispatcherUrl), link: health, linkEpoch: 1 };
  const directory: Directory = {
    v: 1,
    version: 1,
    networkId,
    ownerId: input.ownerId,
    location: input.location,
    timeZone: input.timeZone,
    nodes: {},
    records: {},
    waiting: [],
    protocolState: "unknown",
  };
  const link: LinkRecord = {
    v: 1,
    kind: input.kind,
    epoch: 1,
    kids: [linkKey.kid],
    revoked: false,
    active: null,
    pending: [],
    cursor: { queueEpoch: null, next: 0 },
    pastCursors: [],
    lastBatch: null,
    directoryVersion: directory.version,
    health,
  };
  const keys = { v: 1, keys: { [linkKey.kid]: await wrapKey(secrets.wrappingKey, networkId, linkKey) } };
  const keyText = toKeyText(linkKey);
  return {
    networkId,
    keyText,
    bridgeConfig: { network: networkId, key: keyText, dispatcher: dispatcherUrl },
    writes: [
      { kind: "create", path: paths.network(networkId), data: network },
      { kind: "create", path: paths.networkKey(networkId), data: keys },
      { kind: "create", path: paths.linkState(networkId), data: { link, offlineAt: null } },
      { kind: "create", path: paths.retention(networkId), data: { sweepAt: new Date(now) } },
      {
        kind: "create",
        path: paths.directory(networkId),
        data: { version: directory.version, d: toDirectoryBytes(directory) },
      },
    ],
  };
}

function toDispatcher(text: string): Network["dispatcher"] {
  const url = new URL(text);
  const standardPort = url.protocol === "http:" ? 80 : 443;
  return { url: text, host: url.hostname, port: url.port === "" ? standardPort : Number(url.port) };
}
