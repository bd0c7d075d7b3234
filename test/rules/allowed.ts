import type { KindName } from "./documents.ts";
import { lists, type OperationName } from "./operations.ts";
import { networkId, nodeId, people, type RoleName } from "./roles.ts";

interface Allowed {
  readonly roles: readonly RoleName[];
  readonly kinds: readonly KindName[];
  readonly operations: readonly OperationName[];
}

const get = ["get"] as const;
const reads: readonly OperationName[] = [...get, ...lists];
const puts = ["create", "update"] as const;
const writes = [...puts, "delete"] as const;
const ownQueries: readonly OperationName[] = ["list where mine", "list where mine, orderBy, limit", "count where mine"];
const ownInGroup: readonly OperationName[] = ["collectionGroup where mine", "count of collectionGroup where mine"];

const managers: readonly RoleName[] = ["owner", "administrator of the network"];
const nodeManagers: readonly RoleName[] = [...managers, "administrator of the node"];

/** Who may read the node's own documents at a resolution, all of its past. */
const raw: readonly RoleName[] = [...nodeManagers, "raw viewer", "operator", "member of the network"];
const quarter: readonly RoleName[] = [...raw, "quarter viewer"];
const hour: readonly RoleName[] = [...quarter, "hour viewer"];
const day: readonly RoleName[] = [...hour, "day viewer"];
const month: readonly RoleName[] = [...day, "month viewer"];
const rawSince: readonly RoleName[] = ["raw viewer since a day"];
/** Bounds in the seed are the first of a year: these see that there is such a node, and its live values. */
const rawLater: readonly RoleName[] = ["raw viewer since the middle of a month"];
const hourSince: readonly RoleName[] = [...rawSince, "hour viewer since a day"];

/** The same for the copies. */
const viewRaw: readonly RoleName[] = ["raw viewer of a view"];
const viewHour: readonly RoleName[] = [...viewRaw, "hour viewer of a view"];
const viewSince: readonly RoleName[] = ["raw viewer of a view since a day"];

const anyGrant: readonly RoleName[] = [
  ...month,
  ...hourSince,
  ...rawLater,
  ...viewHour,
  ...viewSince,
  "raw viewer of another view",
];

/** All that is allowed. What is not here is denied: the matrix tries it. */
export const allowed: readonly Allowed[] = [
  // A query for what is one's own proves itself; a stranger's comes back empty.
  {
    roles: people,
    kinds: ["network", "node", "live", "liveView", "health", "provider", "client"],
    operations: ownQueries,
  },
  { roles: ["administrator of a provider"], kinds: ["provider", "client"], operations: get },
  { roles: ["operator of the platform"], kinds: ["provider"], operations: [...reads, "list where another's"] },
  { roles: managers, kinds: ["network", "gatewayStatus"], operations: get },
  { roles: anyGrant, kinds: ["node"], operations: get },
  { roles: [...raw, ...rawSince, ...rawLater], kinds: ["live"], operations: get },
  { roles: [...viewRaw, ...viewSince], kinds: ["liveView"], operations: get },
  { roles: nodeManagers, kinds: ["health"], operations: get },
  {
    roles: managers,
    kinds: [
      "config",
      "networkConfiguration",
      "deadLetter",
      "accessLog",
      "alarm",
      "rule",
      "ruleVersion",
      "ruleRun",
      "tariff",
      "invitation",
    ],
    operations: reads,
  },
  { roles: nodeManagers, kinds: ["repair", "nodeConfiguration"], operations: reads },

  { roles: managers, kinds: ["ownCommand", "commandOfAnother"], operations: reads },
  { roles: people, kinds: ["ownCommand"], operations: [...get, ...ownQueries] },
  { roles: people, kinds: ["commandOfAnother"], operations: ownQueries },

  { roles: people, kinds: ["ownNetworkGrant", "ownNodeGrant"], operations: [...get, ...ownQueries, ...ownInGroup] },
  { roles: people, kinds: ["networkGrantOfAnother", "nodeGrantOfAnother"], operations: [...ownQueries, ...ownInGroup] },
  // Wherever grants are, one's own are found; only nodes and networks have any.
  {
    roles: people,
    kinds: [networkId, nodeId].map((id) => `closed anything/${id}/grants/bystander` as const),
    operations: ["list where mine"],
  },
  { roles: managers, kinds: ["ownNetworkGrant", "networkGrantOfAnother"], operations: reads },
  { roles: nodeManagers, kinds: ["ownNodeGrant", "nodeGrantOfAnother"], operations: reads },

  { roles: raw, kinds: ["raw", "raw-before", "events", "events-before"], operations: reads },
  { roles: quarter, kinds: ["quarter", "quarter-before"], operations: reads },
  { roles: hour, kinds: ["hour", "hour-before"], operations: reads },
  { roles: day, kinds: ["day", "day-before"], operations: reads },
  { roles: month, kinds: ["month", "month-before"], operations: reads },
  { roles: rawSince, kinds: ["raw", "quarter", "events"], operations: get },
  { roles: hourSince, kinds: ["hour", "day", "month"], operations: get },

  {
    roles: viewRaw,
    kinds: ["view-raw", "view-raw-before", "view-quarter", "view-quarter-before", "view-events", "view-events-before"],
    operations: reads,
  },
  {
    roles: viewHour,
    kinds: ["view-hour", "view-hour-before", "view-day", "view-day-before", "view-month", "view-month-before"],
    operations: reads,
  },
  {
    roles: viewSince,
    kinds: ["view-raw", "view-quarter", "view-hour", "view-day", "view-month", "view-events"],
    operations: get,
  },

  {
    roles: [...raw, ...rawSince, ...rawLater, ...viewRaw, ...viewSince, "raw viewer of another view"],
    kinds: ["ownWatch"],
    operations: writes,
  },
  { roles: managers, kinds: ["ownWatchOfNoNode"], operations: puts },
  { roles: [...managers, "administrator of another node"], kinds: ["ownWatchOfSecondNode"], operations: puts },
  {
    roles: ["owner of another network", "administrator of another network"],
    kinds: ["ownWatchElsewhere"],
    operations: writes,
  },
  {
    roles: ["gateway"],
    kinds: ["ownWatch", "watchOfAnother", "doorbell"],
    operations: reads,
  },
  { roles: ["gateway of another network"], kinds: ["ownWatchElsewhere"], operations: reads },
  { roles: people, kinds: ["ownProfile"], operations: ["get", "create", "update"] },
  { roles: people, kinds: ["ownInstall"], operations: reads },
  { roles: people, kinds: ["ownSettings"], operations: get },
  { roles: people, kinds: ["ownNotice"], operations: [...reads, "update"] },
];

const keys = new Set(
  allowed.flatMap(({ roles, kinds, operations }) =>
    roles.flatMap((role) => kinds.flatMap((kind) => operations.map((operation) => `${role}|${kind}|${operation}`))),
  ),
);

export const isAllowed = (role: RoleName, kind: KindName, operation: OperationName): boolean =>
  keys.has(`${role}|${kind}|${operation}`);
