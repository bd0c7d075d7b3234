import { Agent, request as openRequest } from "node:http";
import { z } from "zod/mini";
import { type Fields, fromFields, toFields, toValue } from "./values.ts";

/** One comparison of a query. */
export interface Filter {
  readonly field: string;
  readonly op: "==" | "array-contains" | ">" | ">=";
  readonly value: unknown;
}

/** What a client asks of Firestore, as data: once for the matrix, the crawler and the mutants. */
export type Ask =
  | { readonly act: "get"; readonly path: string }
  | {
      readonly act: "list" | "count";
      /** Path of a collection, or the name of a group. */
      readonly collection: string;
      readonly group?: boolean;
      readonly where?: Filter;
      readonly orderBy?: string;
      readonly limit?: number;
    }
  | { readonly act: "create" | "update" | "delete"; readonly path: string; readonly data: object };

export interface Found {
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
}
export interface Answer {
  readonly verdict: "allowed" | "denied";
  readonly found: readonly Found[];
}

/** Who asks: claims of a token, or null for nobody. */
export interface Caller {
  readonly uid: string | null;
  readonly claims: object;
}

/** A project of its own in the running Firestore emulator, with rules of its own. */
export interface Project {
  /** Replaces the rules. @throws Error with the emulator's words where they do not compile. */
  load(rules: string): Promise<void>;
  /** Past the rules. */
  seed(documents: Iterable<readonly [path: string, data: object]>): Promise<void>;
  /**
   * What the rules say. Writes name a version that is not the stored one (and for `create` that there is none), which Firestore refuses
   * after the rules have spoken: so nothing changes and all may be asked at once. A document to create, change or delete must exist.
   */
  ask(caller: Caller, what: Ask): Promise<Answer>;
  coverage(): Promise<unknown>;
  clear(): Promise<void>;
  close(): void;
}

const ops = { "==": "EQUAL", "array-contains": "ARRAY_CONTAINS", ">": "GREATER_THAN", ">=": "GREATER_THAN_OR_EQUAL" };
/** What Firestore says once the rules have let something through that then cannot be done. */
const LET_THROUGH = new Set(["NOT_FOUND", "ALREADY_EXISTS", "FAILED_PRECONDITION"]);
const errorSchema = z.object({ error: z.object({ status: z.string() }) });
const documentSchema = z.object({ name: z.string(), fields: z.optional(z.record(z.string(), z.unknown())) });
const rowsSchema = z.array(z.object({ document: z.optional(documentSchema) }));

export function openProject(address: readonly [host: string, port: number], projectId: string): Project {
  const [host, port] = address;
  const agent = new Agent({ keepAlive: true, maxSockets: 24 });
  const root = `projects/${projectId}/databases/(default)/documents`;
  const tokens = new Map<Caller, string>();

  function call(method: string, path: string, token: string | null, body?: object) {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = token === null ? {} : { authorization: `Bearer ${token}` };
      const sent = openRequest({ host, port, path, method, agent, headers }, (reply) => {
        const parts: Buffer[] = [];
        reply.on("data", (part: Buffer) => parts.push(part));
        reply.on("end", () => resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
        reply.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async function require200(method: string, path: string, token: string | null, body?: object): Promise<string> {
    const { status, text } = await call(method, path, token, body);
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text;
  }

  function tokenOf(caller: Caller): string | null {
    if (caller.uid === null) return null;
    const made = tokens.get(caller) ?? toToken(projectId, caller.uid, caller.claims);
    tokens.set(caller, made);
    return made;
  }

  function send(token: string | null, what: Ask) {
    if (what.act === "get") return call("GET", `/v1/${root}/${what.path}`, token);
    if (isWrite(what)) {
      return call("POST", `/v1/${root}:commit`, token, { writes: [toWrite(root, what)] });
    }
    const parent = `/v1/${toParent(root, what)}`;
    const query = toQuery(what);
    if (what.act === "list") return call("POST", `${parent}:runQuery`, token, query);
    const structuredAggregationQuery = { ...query, aggregations: [{ alias: "n", count: {} }] };
    return call("POST", `${parent}:runAggregationQuery`, token, { structuredAggregationQuery });
  }

  return {
    async load(rules) {
      const files = [{ name: "firestore.rules", content: rules }];
      await require200("PUT", `/emulator/v1/projects/${projectId}:securityRules`, null, { rules: { files } });
    },
    async seed(documents) {
      const writes = [...documents].map(([path, data]) => ({
        update: { name: `${root}/${path}`, fields: toFields(data) },
      }));
      await require200("POST", `/v1/${root}:commit`, "owner", { writes });
    },
    async ask(caller, what) {
      const { status, text } = await send(tokenOf(caller), what);
      const body: unknown = JSON.parse(text);
      if (status === 200) return { verdict: "allowed", found: toFound(root, what, body) };
      const fault = toFault(body);
      if (fault === "PERMISSION_DENIED") return { verdict: "denied", found: [] };
      if (LET_THROUGH.has(fault)) return { verdict: "allowed", found: [] };
      // Somebody else is writing the same document: nothing was decided.
      if (fault === "ABORTED") return this.ask(caller, what);
      throw new Error(`${JSON.stringify(what)} answered ${status}: ${text}`);
    },
    coverage: async () =>
      JSON.parse(await require200("GET", `/emulator/v1/projects/${projectId}:ruleCoverage`, null)) as unknown,
    async clear() {
      await require200("DELETE", `/emulator/v1/${root}`, null);
    },
    close: () => agent.destroy(),
  };
}

/** Answers to queries are lists, also where they are refused. */
function toFault(body: unknown): string {
  const fault = errorSchema.safeParse(Array.isArray(body) ? body[0] : body);
  return fault.success ? fault.data.error.status : "";
}

function toToken(projectId: string, uid: string, claims: object): string {
  const part = (data: object) => Buffer.from(JSON.stringify(data)).toString("base64url");
  const at = Math.floor(Date.now() / 1000);
  const payload = {
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    iat: at,
    exp: at + 36_000,
    auth_time: at,
    sub: uid,
    user_id: uid,
    ...claims,
  };
  return `${part({ alg: "none", type: "JWT" })}.${part(payload)}.`;
}

type Query = Extract<Ask, { act: "list" | "count" }>;
type Write = Extract<Ask, { act: "create" | "update" | "delete" }>;

function toParent(root: string, { collection, group }: Query): string {
  const at = collection.lastIndexOf("/");
  return group || at < 0 ? root : `${root}/${collection.slice(0, at)}`;
}

function toQuery({ collection, group, where, orderBy, limit }: Query) {
  const collectionId = collection.slice(collection.lastIndexOf("/") + 1);
  return {
    structuredQuery: {
      from: [{ collectionId, allDescendants: group === true }],
      ...(where && {
        where: {
          fieldFilter: { field: { fieldPath: where.field }, op: ops[where.op], value: toValue(where.value) },
        },
      }),
      ...(orderBy && { orderBy: [{ field: { fieldPath: orderBy } }] }),
      ...(limit && { limit }),
    },
  };
}

const isWrite = (what: Ask): what is Write => "path" in what && what.act !== "get";

const NO_VERSION = { updateTime: "2000-01-01T00:00:00Z" };

function toWrite(root: string, { act, path, data }: Write) {
  const name = `${root}/${path}`;
  if (act === "delete") return { delete: name, currentDocument: NO_VERSION };
  const currentDocument = act === "create" ? { exists: false } : NO_VERSION;
  return { update: { name, fields: toFields(data) }, currentDocument };
}

function toFound(root: string, what: Ask, body: unknown): Found[] {
  const documents =
    what.act === "get"
      ? [documentSchema.parse(body)]
      : what.act === "list"
        ? rowsSchema.parse(body).flatMap(({ document }) => document ?? [])
        : [];
  return documents.map(({ name, fields }) => ({
    path: name.slice(root.length + 1),
    data: fromFields((fields ?? {}) as Fields),
  }));
}
