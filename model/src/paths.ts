import type { NetworkId, NodeId } from "./ids.ts";
import type { Resolution } from "./time.ts";

type ConfigurationPart = "desired" | "reported" | "mapping";

/** Every document path of the database; paths are built nowhere else. */
export const paths = {
  network: (networkId: NetworkId) => `networks/${networkId}`,
  config: (networkId: NetworkId) => `networks/${networkId}/config`,
  configRecord: (networkId: NetworkId, recordId: string) => `networks/${networkId}/config/${recordId}`,
  watches: (networkId: NetworkId) => `networks/${networkId}/watch`,
  watch: (networkId: NetworkId, uid: string) => `networks/${networkId}/watch/${uid}`,
  commands: (networkId: NetworkId) => `networks/${networkId}/commands`,
  command: (networkId: NetworkId, commandId: string) => `networks/${networkId}/commands/${commandId}`,
  /** Rings for commands; `until` is the newest one's deadline. */
  doorbell: (networkId: NetworkId) => `networks/${networkId}/doorbell/commands`,
  doorbells: (networkId: NetworkId) => `networks/${networkId}/doorbell`,
  /** Rings for what is about the gateway itself. */
  gatewayBell: (networkId: NetworkId) => `networks/${networkId}/doorbell/gateway`,
  deadLetters: (networkId: NetworkId) => `networks/${networkId}/deadLetters`,
  deadLetter: (networkId: NetworkId, id: string) => `networks/${networkId}/deadLetters/${id}`,
  /** Who did or read what; created by the server only. */
  accessLog: (networkId: NetworkId, entryId: string) => `networks/${networkId}/accessLog/${entryId}`,
  accessLogs: (networkId: NetworkId) => `networks/${networkId}/accessLog`,
  /** Members and administrators. */
  networkGrants: (networkId: NetworkId) => `networks/${networkId}/grants`,
  networkGrant: (networkId: NetworkId, principalId: string) => `networks/${networkId}/grants/${principalId}`,
  invitations: (networkId: NetworkId) => `networks/${networkId}/invitations`,
  invitation: (networkId: NetworkId, invitationId: string) => `networks/${networkId}/invitations/${invitationId}`,
  /** Cursor, sessions and the first shard of the ingest state. Server only. */
  linkState: (networkId: NetworkId) => `networks/${networkId}/state/link`,
  states: (networkId: NetworkId) => `networks/${networkId}/state`,
  /** Names → nodes and channels. Server only. */
  directory: (networkId: NetworkId) => `networks/${networkId}/state/directory`,
  /** Further shards of the ingest state: shard 1, 2, … (shard 0 lives in `linkState`). Server only. */
  shard: (networkId: NetworkId, shard: number) => `networks/${networkId}/state/${shard}`,
  /** Gateway's state and faults, for owner and administrators. Written by the server only. */
  gatewayStatus: (networkId: NetworkId) => `networks/${networkId}/gateway/status`,
  /** What is wanted and reported of the network itself, and how its messages are understood; for owner and administrators. */
  networkConfiguration: (networkId: NetworkId, part: ConfigurationPart) =>
    `networks/${networkId}/configuration/${part}`,
  networkKey: (networkId: NetworkId) => `networkKeys/${networkId}`,
  node: (nodeId: NodeId) => `nodes/${nodeId}`,
  live: (nodeId: NodeId) => `live/${nodeId}`,
  /** How the device itself is; for owner and administrators. */
  health: (nodeId: NodeId) => `health/${nodeId}`,
  nodeConfiguration: (nodeId: NodeId, part: "desired" | "reported") => `nodes/${nodeId}/configuration/${part}`,
  nodeGrants: (nodeId: NodeId) => `nodes/${nodeId}/grants`,
  nodeGrant: (nodeId: NodeId, principalId: string) => `nodes/${nodeId}/grants/${principalId}`,
  /** Copies that hold some channels only, for grants limited to them. */
  view: (nodeId: NodeId, viewId: string) => `nodes/${nodeId}/views/${viewId}`,
  viewBucket: (nodeId: NodeId, viewId: string, resolution: Resolution, bucketId: string) =>
    `nodes/${nodeId}/views/${viewId}/series/${resolution}/buckets/${bucketId}`,
  viewEvents: (nodeId: NodeId, viewId: string, localDay: string) =>
    `nodes/${nodeId}/views/${viewId}/events/${localDay}`,
  liveView: (nodeId: NodeId, viewId: string) => `live/${nodeId}~${viewId}`,
  bucket: (nodeId: NodeId, resolution: Resolution, bucketId: string) =>
    `nodes/${nodeId}/series/${resolution}/buckets/${bucketId}`,
  /** What owners decided of stretches of the node's past. Written by the server only. */
  repairs: (nodeId: NodeId) => `nodes/${nodeId}/repairs`,
  repair: (nodeId: NodeId, repairId: string) => `nodes/${nodeId}/repairs/${repairId}`,
  events: (nodeId: NodeId, localDay: string) => `nodes/${nodeId}/events/${localDay}`,
  /** All buckets of a resolution, of the node or of a view. */
  buckets: (nodeId: NodeId, resolution: Resolution) => `nodes/${nodeId}/series/${resolution}/buckets`,
  viewBuckets: (nodeId: NodeId, viewId: string, resolution: Resolution) =>
    `nodes/${nodeId}/views/${viewId}/series/${resolution}/buckets`,
  views: (nodeId: NodeId) => `nodes/${nodeId}/views`,
  eventDays: (nodeId: NodeId) => `nodes/${nodeId}/events`,
  rules: (networkId: NetworkId) => `networks/${networkId}/rules`,
  rule: (networkId: NetworkId, ruleId: string) => `networks/${networkId}/rules/${ruleId}`,
  ruleVersion: (networkId: NetworkId, ruleId: string, version: number) =>
    `networks/${networkId}/rules/${ruleId}/versions/${version}`,
  ruleVersions: (networkId: NetworkId, ruleId: string) => `networks/${networkId}/rules/${ruleId}/versions`,
  ruleRuns: (networkId: NetworkId, ruleId: string) => `networks/${networkId}/rules/${ruleId}/runs`,
  ruleRun: (networkId: NetworkId, ruleId: string, runId: string) =>
    `networks/${networkId}/rules/${ruleId}/runs/${runId}`,
  /** What the rules of a network come to, with what they look at. Server only. */
  ruleSet: (networkId: NetworkId) => `networks/${networkId}/state/rules`,
  /** Tariffs the home has or had. */
  tariffs: (networkId: NetworkId) => `networks/${networkId}/tariffs`,
  tariff: (networkId: NetworkId, tariffId: string) => `networks/${networkId}/tariffs/${tariffId}`,
  /** A provider's prices, by day of UTC. */
  feedDays: (providerId: string, feedId: string) => `providers/${providerId}/feeds/${feedId}/days`,
  feedDay: (providerId: string, feedId: string, day: string) => `providers/${providerId}/feeds/${feedId}/days/${day}`,
  /** When old raw readings are looked for next. Server only. */
  retention: (networkId: NetworkId) => `networks/${networkId}/state/retention`,
  /** When silent devices are looked for next. Server only. */
  quiet: (networkId: NetworkId) => `networks/${networkId}/state/quiet`,
  /** That something was or is being erased; no data of anybody. Server only. */
  erasure: (id: string) => `erasures/${id}`,
  alarms: (networkId: NetworkId) => `networks/${networkId}/alarms`,
  alarm: (networkId: NetworkId, alarmId: string) => `networks/${networkId}/alarms/${alarmId}`,
  user: (uid: string) => `users/${uid}`,
  /** What reached a person. */
  notices: (uid: string) => `users/${uid}/notices`,
  notice: (uid: string, noticeId: string) => `users/${uid}/notices/${noticeId}`,
  /** Where pushes for a person go. */
  installs: (uid: string) => `users/${uid}/installs`,
  install: (uid: string, installId: string) => `users/${uid}/installs/${installId}`,
  noticeSettings: (uid: string) => `users/${uid}/settings/notices`,
  /** A utility or service company. */
  provider: (providerId: string) => `providers/${providerId}`,
  /** A third party's program, without its secrets. */
  client: (clientId: string) => `clients/${clientId}`,
  /** How much it asked for, by day of UTC. Server only. */
  clientUsages: (clientId: string) => `clients/${clientId}/usage`,
  clientUsage: (clientId: string, day: string) => `clients/${clientId}/usage/${day}`,
  /** Keyed hashes of its secrets. Server only. */
  clientSecrets: (clientId: string) => `clientSecrets/${clientId}`,
  /** What a write with an `Idempotency-Key` was answered. Server only. */
  idempotency: (id: string) => `idempotency/${id}`,
} as const;
