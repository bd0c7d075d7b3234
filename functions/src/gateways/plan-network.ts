import { type EnrolmentReply, networkDraftSchema } from "@lastmeter/model/gateway";
import { type NetworkId, uidSchema } from "@lastmeter/model/ids";
import type { Bytes } from "@lastmeter/model/link/bytes";
import { generateKey } from "@lastmeter/model/link/key";
import type { Network } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { z } from "zod/mini";
import { toDirectoryBytes } from "../link/directory-codec.ts";
import { toNewStatus } from "../link/gateway-status.ts";
import type { LinkRecord } from "../link/link-record.ts";
import { createNetworkId } from "../link/server-ids.ts";
import { wrapKey } from "../link/wrapped-key.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { toDispatcher, toEnrolment } from "./enrolment.ts";

/** What an administrator says of a new network, and what the server adds. */
export const networkInputSchema = z.object({
  ...networkDraftSchema.shape,
  gatewayAddress: z._default(networkDraftSchema.shape.gatewayAddress, ""),
  ownerId: uidSchema,
  /** Base URL of the deployed functions. */
  dispatcherUrl: z.url({ protocol: /^https?$/ }),
});
export type NetworkInput = z.infer<typeof networkInputSchema>;

export interface NetworkPlan {
  readonly networkId: NetworkId;
  /** Shown to the owner once: of the key only its wrapped form is stored. */
  readonly enrolment: EnrolmentReply;
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
  const dispatcher = toDispatcher(dispatcherUrl);
  const health = { state: "waiting", since: now, protocol: "unknown", bridgeVersion: null } as const;
  const status = toNewStatus(now);
  const network: Network = { v: 1, ...described, dispatcher, link: health, linkEpoch: 1 };
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
    status,
  };
  const keys = { v: 1, keys: { [linkKey.kid]: await wrapKey(secrets.wrappingKey, networkId, linkKey) } };
  return {
    networkId,
    enrolment: toEnrolment(networkId, linkKey, dispatcher),
    writes: [
      { kind: "create", path: paths.network(networkId), data: network },
      { kind: "create", path: paths.networkKey(networkId), data: keys },
      { kind: "create", path: paths.linkState(networkId), data: { link, offlineAt: null } },
      { kind: "create", path: paths.gatewayStatus(networkId), data: status },
      { kind: "create", path: paths.retention(networkId), data: { sweepAt: new Date(now) } },
      { kind: "create", path: paths.quiet(networkId), data: { quietAt: new Date(now) } },
      {
        kind: "create",
        path: paths.directory(networkId),
        data: { version: directory.version, d: toDirectoryBytes(directory) },
      },
    ],
  };
}
