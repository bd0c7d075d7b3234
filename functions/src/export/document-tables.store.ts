import { fromUtf8 } from "@lastmeter/model/link/bytes";
import { linkLimits } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { type DocumentSnapshot, FieldPath, type Query } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { fromGzip } from "../platform/gzip.ts";
import type { ExportSource } from "./export-source.store.ts";
import { readPages, toPlain } from "./pages.store.ts";
import { readCompanies, readPrograms, readProgramUsage } from "./program-tables.store.ts";
import { readRules, readRuns, readTariffs, readVersions } from "./rule-tables.store.ts";
import type { Cell, Row, Table } from "./table.ts";

const PAGE = 100;
/** Dead letters hold up to 900 KiB each. */
const LARGE_PAGE = 8;
/** Told in tables of their own, copies of others (views), gone in minutes (watch, doorbell), or the link's secrets (state). */
const toldApart = [
  "config",
  "deadLetters",
  "accessLog",
  "alarms",
  "commands",
  "gateway",
  "rules",
  "tariffs",
  "grants",
  "invitations",
  "watch",
  "doorbell",
  "state",
];
const toldApartOfNode = ["series", "events", "repairs", "grants", "views"];

/** Each row ends with the document as it is stored, whatever fields it gets in time. */
function toTable(
  { toIso }: ExportSource,
  name: string,
  fields: readonly string[],
  documents: AsyncIterable<readonly DocumentSnapshot[]>,
): Table {
  const toCell = (snapshot: DocumentSnapshot, field: string): Cell => {
    const value: unknown = field === "id" ? snapshot.id : snapshot.get(field);
    if (typeof value === "number" && isTime(field)) return toIso(value);
    return (toPlain(value) as Cell | undefined) ?? null;
  };
  const rows = async function* () {
    for await (const page of documents) {
      yield page.map((each): Row => [...fields.map((field) => toCell(each, field)), toDocument(each)]);
    }
  };
  return { name, columns: [...fields, "document"], rows: rows() };
}

const isTime = (field: string) => ["at", "from", "until", "to", "deadline"].includes(field) || field.endsWith("At");
const toDocument = (snapshot: DocumentSnapshot): object => Object(toPlain(snapshot.data() ?? null));

/** Everything that is not measured. */
export function toDocumentTables(source: ExportSource): Table[] {
  const { db, networkId, network, nodes } = source;
  return [
    toTable(source, "network", ["id", "name", "description", "kind", "timeZone", "rawMonths"], one([network])),
    toTable(source, "gateway", ["stage", "version", "lastSeenAt"], readGateway(source)),
    toTable(
      source,
      "nodes",
      ["id", "name", "room", "role", "vendor", "model", "address", "status"],
      one(nodes.map(({ document }) => document)),
    ),
    toChannelTable(source),
    { name: "latest", columns: ["nodeId", "node", "document"], rows: readBeside(source, paths.live) },
    { name: "health", columns: ["nodeId", "node", "document"], rows: readBeside(source, paths.health) },
    toTable(
      source,
      "grants",
      ["principalId", "label", "nodeId", "source", "role", "resolution", "from", "until", "purpose"],
      join(
        readPages(db.collection(paths.networkGrants(networkId)).orderBy(FieldPath.documentId()), PAGE),
        ofNodes(source, ({ nodeId }) => db.collection(paths.nodeGrants(nodeId)).orderBy(FieldPath.documentId())),
      ),
    ),
    toTable(
      source,
      "invitations",
      ["email", "at", "expiresAt"],
      readPages(db.collection(paths.invitations(networkId)).orderBy(FieldPath.documentId()), PAGE),
    ),
    toTable(
      source,
      "repairs",
      ["id", "from", "to", "action", "at"],
      ofNodes(source, ({ nodeId }) => db.collection(paths.repairs(nodeId)).orderBy(FieldPath.documentId())),
    ),
    toTable(
      source,
      "access-log",
      ["at", "act", "who", "whoLabel", "nodeIds"],
      readPages(db.collection(paths.accessLogs(networkId)).orderBy("at"), PAGE),
    ),
    toTable(
      source,
      "alarms",
      ["id", "kind", "nodeId", "severity", "state", "title", "raisedAt", "acknowledgedAt", "clearedAt"],
      readPages(db.collection(paths.alarms(networkId)).orderBy("raisedAt"), PAGE),
    ),
    toTable(
      source,
      "notices",
      ["id", "at", "kind", "phase", "nodeId", "severity", "title", "readAt"],
      readPages(
        db
          .collection(paths.notices(source.network.get("ownerId")))
          .where("networkId", "==", networkId)
          .orderBy(FieldPath.documentId()),
        PAGE,
      ),
    ),
    toTable(
      source,
      "commands",
      ["id", "at", "nodeId", "who", "whoLabel", "state", "reason", "deadline"],
      readPages(db.collection(paths.commands(networkId)).orderBy("at"), PAGE),
    ),
    toTable(source, "rules", ["id", "version", "on", "by", "byLabel", "at", "lastFiredAt"], readRules(source)),
    toTable(source, "rule-versions", ["id", "version", "by", "byLabel", "at"], readVersions(source)),
    toTable(source, "rule-runs", ["ruleId", "version", "seq", "firedAt", "overAt"], readRuns(source)),
    toTable(source, "tariffs", ["id", "from", "until", "by"], readTariffs(source)),
    toTable(source, "programs", ["id", "name", "kind", "state", "createdAt", "lastUsedAt"], readPrograms(source)),
    toTable(source, "program-usage", ["day", "requests", "errors", "limited", "rows"], readProgramUsage(source)),
    toTable(source, "companies", ["id", "name", "kind", "state", "requestedAt"], readCompanies(source)),
    toConfigurationTable(source),
    toDeadLetterTable(source),
    { name: "others", columns: ["path", "document"], rows: readOthers(source) },
  ];
}

async function* readGateway({ db, networkId }: ExportSource): AsyncGenerator<DocumentSnapshot[]> {
  const status = await db.doc(paths.gatewayStatus(networkId)).get();
  if (status.exists) yield [status];
}

async function* one<T>(page: readonly T[]): AsyncGenerator<readonly T[]> {
  yield page;
}

async function* join<T>(...all: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const each of all) yield* each;
}

async function* ofNodes({ nodes }: ExportSource, toQuery: (node: ExportSource["nodes"][number]) => Query) {
  for (const node of nodes) yield* readPages(toQuery(node), PAGE);
}

function toChannelTable({ nodes }: ExportSource): Table {
  const rows = nodes.map((node) =>
    [...node.channels.values()].map((channel): Row => {
      const { key, label, kind, quantity, unit } = channel;
      return [node.nodeId, node.name, key, label, kind, quantity ?? null, unit ?? null, channel];
    }),
  );
  const columns = ["nodeId", "node", "channel", "label", "kind", "quantity", "unit", "document"];
  return { name: "channels", columns, rows: one(rows.flat()) };
}

/** A document of the same id as the node, in another collection. */
async function* readBeside({ db, nodes }: ExportSource, toPath: typeof paths.live): AsyncGenerator<Row[]> {
  for (const { nodeId, name } of nodes) {
    const snapshot = await db.doc(toPath(nodeId)).get();
    if (snapshot.exists) yield [[nodeId, name, toDocument(snapshot)]];
  }
}

const recordSchema = z.object({
  topic: z.string(),
  version: z.int(),
  at: z.int(),
  sequence: z.int(),
  hash: z.string(),
  parts: z.int(),
});
const partSchema = z.object({ d: z.instanceof(Uint8Array) });

/** Native network messages, byte for byte, by topic and version. */
function toConfigurationTable(source: ExportSource): Table {
  const columns = ["topic", "version", "at", "sequence", "sha256", "encoding", "payload"];
  return { name: "configuration", columns, rows: readConfiguration(source) };
}

async function* readConfiguration({ db, networkId, toIso }: ExportSource): AsyncGenerator<Row[]> {
  const all = db.collection(paths.config(networkId)).where("part", "==", 0);
  const { docs } = await all.select(...Object.keys(recordSchema.shape)).get();
  const records = docs.map((snapshot) => ({ id: snapshot.id, ...recordSchema.parse(snapshot.data()) }));
  records.sort((a, b) => (a.topic === b.topic ? a.version - b.version : a.topic < b.topic ? -1 : 1));
  for (const { id, topic, version, at, sequence, hash, parts } of records) {
    const ids = Array.from({ length: parts }, (_, part) => (part === 0 ? id : `${id}~${part}`));
    const snapshots = await db.getAll(...ids.map((each) => db.doc(paths.configRecord(networkId, each))));
    const packed = Buffer.concat(snapshots.map((snapshot) => partSchema.parse(snapshot.data()).d));
    const payload = fromGzip(packed, linkLimits.networkMessageBytes);
    yield [[topic, version, toIso(at), sequence, hash, ...toPayload(payload)]];
  }
}

function toPayload(payload: Uint8Array): Row {
  const text = fromUtf8(payload);
  return text === null ? ["base64", Buffer.from(payload).toString("base64")] : ["utf-8", text];
}

const letterSchema = z.object({
  topic: z.string(),
  at: z.int(),
  sequence: z.int(),
  reason: z.string(),
  bytes: z.int(),
  payload: z.instanceof(Uint8Array),
});

/** Messages that could not be understood; `bytes` is how long each was, of which 900 KiB are kept. */
function toDeadLetterTable({ db, networkId, toIso }: ExportSource): Table {
  const rows = async function* () {
    const letters = db.collection(paths.deadLetters(networkId)).orderBy("at");
    for await (const page of readPages(letters, LARGE_PAGE)) {
      yield page.map((snapshot): Row => {
        const { topic, at, sequence, reason, bytes, payload } = letterSchema.parse(snapshot.data());
        return [toIso(at), topic, sequence, reason, bytes, ...toPayload(payload)];
      });
    }
  };
  return {
    name: "dead-letters",
    columns: ["at", "topic", "sequence", "reason", "bytes", "encoding", "payload"],
    rows: rows(),
  };
}

/** Whatever else is kept below the network or its nodes: nothing is left out because nobody thought of it here. */
async function* readOthers({ network, nodes }: ExportSource): AsyncGenerator<Row[]> {
  const roots = [
    { ref: network.ref, known: toldApart },
    ...nodes.map(({ document: { ref } }) => ({ ref, known: toldApartOfNode })),
  ];
  for (const { ref, known } of roots) {
    for (const collection of await ref.listCollections()) {
      if (known.includes(collection.id)) continue;
      for await (const page of readPages(collection, PAGE)) {
        yield page.map((snapshot): Row => [snapshot.ref.path, toDocument(snapshot)]);
      }
    }
  }
}
