import type { NetworkId } from "@lastmeter/model/ids";
import { alarmQueries, noticeQueries, toAlarmsSpec, toNoticesSpec } from "../../../web/src/data/alarm-queries.ts";
import { queries } from "../../../web/src/data/query.ts";
import { sharingQueries, toLogSpec } from "../../../web/src/data/sharing-queries.ts";
import type { Query, Site } from "./query.ts";

const group = (collection: string, where: Query["where"], orderBy: Query["orderBy"] = []): Query => ({
  scope: "COLLECTION_GROUP",
  collection,
  where,
  orderBy,
});

const one = (collection: string, where: Query["where"], orderBy: Query["orderBy"] = []): Query => ({
  ...group(collection, where, orderBy),
  scope: "COLLECTION",
});

/** The app asks by a table of its own, which is read here as it is; its client makes queries of the table's rows only. */
const appQueries = Object.values(queries)
  .map((toSpec) => toSpec("uid"))
  .flatMap(({ path, where }): Query[] => {
    if (where === null) return [];
    return [{ scope: "COLLECTION", collection: path, where: [[where.field, where.op]], orderBy: [] }];
  })
  // Their places have the node's or network's id: data/repairs.ts, data/commands.ts.
  .concat(one("repairs", [["networkId", "=="]]), one("commands", [["nodeId", "=="]], [["at", "DESCENDING"]]));

const sharedQueries = Object.values(sharingQueries)
  .map((toSpec) => toSpec("uid"))
  .flatMap(({ path, where }) => (where === null ? [] : [group(path, [[where.field, where.op]])]));

/** Alarms of a home and notices of a person. */
const toldQueries = [
  ...[alarmQueries.open, alarmQueries.one].map((toSpec) => toSpec("network" as NetworkId, "alarm")),
  ...Object.values(noticeQueries).map((toSpec) => toSpec("uid", "notice")),
]
  .flatMap(({ path, where }) => (where === null ? [] : [one(path.split("/").at(-1) ?? "", [[where.field, where.op]])]))
  .concat(
    [toAlarmsSpec("network" as NetworkId, null), toNoticesSpec("uid", null)].map(({ path, newest }) =>
      one(path.split("/").at(-1) ?? "", [], [[newest, "DESCENDING"]]),
    ),
  );

/** The access log by each of its filters. */
const logQueries = [null, "node"]
  .flatMap((nodeId) => [null, "uid"].map((who) => toLogSpec("network" as NetworkId, { nodeId, who }, null)))
  .map(({ where, newest }) => {
    return one(
      "accessLog",
      where.map(({ field, op }) => [field, op] as const),
      [[newest, "DESCENDING"]],
    );
  });

/** Every query of the programs. A new one is written down here, with its index in firestore.indexes.json where it needs one. */
export const declared: readonly Site[] = [
  { file: "functions/src/notify/unread.store.ts", query: one("notices", [["readAt", "=="]]) },
  { file: "functions/src/notify/notices.store.ts", query: group("installs", [["installId", "=="]]) },
  { file: "functions/src/notify/notices.store.ts", query: one("installs", [], [["at", "DESCENDING"]]) },
  { file: "functions/src/notify/notices.store.ts", query: one("notices", [["at", ">"]]) },
  { file: "functions/src/notify/sweep.store.ts", query: group("notices", [["dueAt", "<="]]) },
  { file: "functions/src/notify/sweep.store.ts", query: group("notices", [["at", "<"]]) },
  { file: "functions/src/notify/sweep.store.ts", query: group("alarms", [["clearedAt", "<"]]) },
  { file: "functions/src/notify/sweep.store.ts", query: group("installs", [["at", "<"]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("alarms", [["acknowledgedBy", "=="]]) },
  { file: "functions/src/erasure/network.store.ts", query: group("notices", [["networkId", "=="]]) },
  { file: "functions/src/erasure/node.store.ts", query: one("alarms", [["nodeId", "=="]]) },
  { file: "functions/src/erasure/node.store.ts", query: group("notices", [["nodeId", "=="]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("alarms", [], [["raisedAt", "ASCENDING"]]) },
  {
    file: "functions/src/export/document-tables.store.ts",
    query: one("notices", [["networkId", "=="]], [["__name__", "ASCENDING"]]),
  },
  { file: "functions/src/alarms/managers.store.ts", query: one("grants", [["role", "=="]]) },
  { file: "functions/src/rules/erase.store.ts", query: group("rules", [["by", "=="]]) },
  { file: "functions/src/rules/erase.store.ts", query: group("versions", [["by", "=="]]) },
  { file: "functions/src/rules/erase.store.ts", query: group("tariffs", [["by", "=="]]) },
  {
    file: "functions/src/export/program-tables.store.ts",
    query: one("clients", [["managers", "array-contains"]]),
  },
  {
    file: "functions/src/export/program-tables.store.ts",
    query: one("providers", [["admins", "array-contains"]]),
  },
  { file: "functions/src/export/program-tables.store.ts", query: one("usage", [], [["__name__", "ASCENDING"]]) },
  // Those of clients and providers, page by page, by their names.
  { file: "functions/src/export/program-tables.store.ts", query: null },
  { file: "functions/src/export/program-tables.store.ts", query: null },
  { file: "functions/src/export/rule-tables.store.ts", query: one("rules", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/rule-tables.store.ts", query: one("versions", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/rule-tables.store.ts", query: one("runs", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/rule-tables.store.ts", query: one("tariffs", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/rules/erase.store.ts", query: one("runs", [["version", "=="]]) },
  // By the documents' names only: days of buckets, events and prices.
  { file: "functions/src/rules/history.store.ts", query: null },
  { file: "functions/src/rules/rules.store.ts", query: one("nodes", [["networkId", "=="]]) },
  { file: "functions/src/rules/sweep.store.ts", query: group("state", [["rulesDueAt", "<="]]) },
  { file: "functions/src/commands/sweep.store.ts", query: group("state", [["commandsDueAt", "<="]]) },
  {
    file: "functions/src/configuration/records.store.ts",
    query: one("config", [
      ["part", "=="],
      ["topic", "=="],
    ]),
  },
  {
    file: "functions/src/configuration/records.store.ts",
    query: one("config", [["part", "=="]], [["at", "DESCENDING"]]),
  },
  { file: "functions/src/configuration/sweep.store.ts", query: group("configuration", [["dueAt", "<="]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("accessLog", [], [["at", "ASCENDING"]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("commands", [], [["at", "ASCENDING"]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("config", [["part", "=="]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("deadLetters", [], [["at", "ASCENDING"]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("grants", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("grants", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("invitations", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/document-tables.store.ts", query: one("repairs", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/export-source.store.ts", query: one("nodes", [["networkId", "=="]]) },
  { file: "functions/src/export/series-tables.store.ts", query: one("buckets", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/series-tables.store.ts", query: one("buckets", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/export/series-tables.store.ts", query: one("events", [], [["__name__", "ASCENDING"]]) },
  { file: "functions/src/gateways/gateways.store.ts", query: one("networks", [["ownerId", "=="]]) },
  { file: "functions/src/gateways/gateways.store.ts", query: group("grants", [["networkId", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("invitations", [["email", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("grants", [["by", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("invitations", [["by", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("repairs", [["by", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("accessLog", [["who", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("accessLog", [["principalId", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("accessLog", [["label", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("accessLog", [["whoLabel", "=="]]) },
  { file: "functions/src/erasure/client.store.ts", query: one("idempotency", [["clientId", "=="]]) },
  { file: "functions/src/erasure/programs.store.ts", query: one("clients", [["managers", "array-contains"]]) },
  { file: "functions/src/erasure/programs.store.ts", query: one("providers", [["admins", "array-contains"]]) },
  { file: "functions/src/erasure/programs.store.ts", query: one("clients", [["by", "=="]]) },
  { file: "functions/src/erasure/programs.store.ts", query: one("clients", [["providerId", "=="]]) },
  { file: "functions/src/erasure/programs.store.ts", query: group("accessLog", [["who", "=="]]) },
  { file: "functions/src/erasure/programs.store.ts", query: group("commands", [["who", "=="]]) },
  { file: "functions/src/erasure/programs.store.ts", query: group("accessLog", [["principalId", "=="]]) },
  { file: "functions/src/erasure/account.store.ts", query: group("commands", [["who", "=="]]) },
  { file: "functions/src/erasure/erasure.store.ts", query: one("networks", [["ownerId", "=="]]) },
  { file: "functions/src/erasure/erasure.store.ts", query: one("erasures", [["dueAt", "<="]]) },
  { file: "functions/src/erasure/network.store.ts", query: one("nodes", [["networkId", "=="]]) },
  { file: "functions/src/erasure/network.store.ts", query: one("live", [["networkId", "=="]]) },
  { file: "functions/src/erasure/network.store.ts", query: one("health", [["networkId", "=="]]) },
  {
    file: "functions/src/erasure/node.store.ts",
    query: one("nodes", [
      ["networkId", "=="],
      ["inside", "=="],
    ]),
  },
  { file: "functions/src/erasure/node.store.ts", query: one("watch", [["nodeId", "=="]]) },
  { file: "functions/src/erasure/node.store.ts", query: one("idempotency", [["nodeId", "=="]]) },
  { file: "functions/src/erasure/node.store.ts", query: one("commands", [["nodeId", "=="]]) },
  {
    file: "functions/src/erasure/node.store.ts",
    query: one("live", [
      ["__name__", ">="],
      ["__name__", "<="],
    ]),
  },
  { file: "functions/src/erasure/node.store.ts", query: one("invitations", [["nodeIds", "array-contains"]]) },
  { file: "functions/src/erasure/node.store.ts", query: one("accessLog", [["nodeIds", "array-contains"]]) },
  { file: "functions/src/erasure/node.store.ts", query: one("accessLog", [["nodeId", "=="]]) },
  { file: "functions/src/erasure/node.store.ts", query: one("deadLetters", [["topic", "=="]]) },
  {
    file: "functions/src/erasure/node.store.ts",
    query: one("deadLetters", [
      ["topic", ">="],
      ["topic", "<="],
    ]),
  },
  { file: "functions/src/nodes/nodes.store.ts", query: one("nodes", [["networkId", "=="]]) },
  { file: "functions/src/retention/retention.store.ts", query: group("state", [["sweepAt", "<="]]) },
  // Commands and the access log, by `at`.
  { file: "functions/src/retention/retention.store.ts", query: null },
  { file: "functions/src/retention/retention.store.ts", query: one("nodes", [["networkId", "=="]]) },
  { file: "functions/src/retention/retention.store.ts", query: one("buckets", [["__name__", "<"]]) },
  { file: "functions/src/retention/retention.store.ts", query: one("buckets", [["__name__", "<"]]) },
  { file: "functions/src/sharing/give-back.store.ts", query: group("grants", [["principalId", "=="]]) },
  { file: "functions/src/sharing/sharing.store.ts", query: one("grants", [["view", "=="]]) },
  { file: "functions/src/sharing/sharing.store.ts", query: one("nodes", [["networkId", "=="]]) },
  { file: "functions/src/sharing/sharing.store.ts", query: group("grants", [["networkId", "=="]]) },
  {
    file: "functions/src/sharing/sharing.store.ts",
    query: group("grants", [
      ["networkId", "=="],
      ["source", "=="],
    ]),
  },
  { file: "functions/src/tick/sweep-sharing.store.ts", query: group("grants", [["dueAt", "<="]]) },
  { file: "functions/src/tick/sweep-sharing.store.ts", query: group("invitations", [["expiresAt", "<="]]) },
  { file: "functions/src/tick/sweep-quiet.store.ts", query: group("state", [["quietAt", "<="]]) },
  { file: "functions/src/tick/tick.store.ts", query: group("state", [["offlineAt", "<"]]) },
  { file: "functions/src/tick/tick.store.ts", query: group("watch", [["until", "<"]]) },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: group(
      "grants",
      [
        ["principalId", "=="],
        ["nodeId", ">"],
      ],
      [["nodeId", "ASCENDING"]],
    ),
  },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("clients", [["managers", "array-contains"]]),
  },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("providers", [], [["requestedAt", "DESCENDING"]]),
  },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("providers", [["admins", "array-contains"]]),
  },
  { file: "functions/src/utility-api/clients/clients.store.ts", query: one("usage", [], [["day", "DESCENDING"]]) },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("accessLog", [["who", "=="]], [["at", "DESCENDING"]]),
  },
  { file: "functions/src/utility-api/clients/clients.store.ts", query: one("clients", [["providerId", "=="]]) },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("clients", [["managers", "array-contains"]]),
  },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("providers", [["admins", "array-contains"]]),
  },
  {
    file: "functions/src/utility-api/clients/clients.store.ts",
    query: one("providers", [
      ["name", "=="],
      ["state", "=="],
    ]),
  },
  {
    file: "functions/src/utility-api/reading/reading.store.ts",
    query: group(
      "grants",
      [
        ["principalId", "=="],
        ["nodeId", ">"],
      ],
      [["nodeId", "ASCENDING"]],
    ),
  },
  { file: "functions/src/utility-api/usage/usage.store.ts", query: one("usage", [["day", "<"]]) },
  {
    file: "functions/src/utility-api/idempotency/idempotency.store.ts",
    query: one("idempotency", [["expiresAt", "<="]]),
  },
  // Raw parts of a day, of the node or of a view.
  { file: "functions/src/utility-api/reading/reading.store.ts", query: null },
  // By the document's name only, in whatever collection a view copies.
  { file: "functions/src/views/views.store.ts", query: null },
  { file: "web/src/data/firebase/firestore.ts", query: null },
  { file: "web/src/data/firebase/firestore.ts", query: null },
];

export const declaredQueries: readonly Query[] = [
  ...declared.flatMap(({ query }) => query ?? []),
  ...appQueries,
  ...sharedQueries,
  ...toldQueries,
  ...logQueries,
];
