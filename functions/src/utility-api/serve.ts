import { nodeIdSchema } from "@lastmeter/model/ids";
import { z } from "zod/mini";
import { AppError, errorKinds } from "../platform/app-error.ts";
import { reportFailure } from "../platform/http.ts";
import { parseRequest } from "../platform/parse-request.ts";
import { requireCaller, requireClaims } from "./authenticate.ts";
import type { ApiCaller, ApiContext } from "./context.ts";
import { isKnown, toEtag } from "./http/etag.ts";
import { chooseMedia, type Media, mediaTypes } from "./http/media.ts";
import { withPermitted } from "./http/problem.ts";
import { readJson } from "./http/request.ts";
import { toCsv, toNdjson } from "./http/table.ts";
import { once } from "./idempotency/once.ts";
import { takeQuota, takeStranger } from "./limits/take-quota.ts";
import type { Operation } from "./operation.ts";
import { NotPermitted } from "./reading/decide-read.ts";
import type { Reply } from "./reply.ts";
import type { TokenClaims } from "./tokens/token.ts";

export interface Incoming {
  readonly request: Request;
  /** Who sends, as far as the platform knows. */
  readonly source: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The way of every call: token, quota, input, client, scope, and then what it is about; only the last two read the database. */
export async function serveOperation(context: ApiContext, operation: Operation, incoming: Incoming): Promise<Response> {
  const { request } = incoming;
  const headers = new Headers({ "cache-control": "private, no-cache", vary: "Accept, Authorization" });
  let clientId: string | null = null;
  try {
    const claims = await toClaims(context, incoming, headers);
    clientId = claims.clientId;
    takeQuota(context, { clientId, cost: 1, nodes: [] }, headers);
    const media = chooseMedia(request.headers.get("accept"), operation.media);
    const input = await parseInput(operation, incoming);
    const more = { clientId, cost: operation.cost(input) - 1, nodes: operation.nodes(input) };
    takeQuota(context, more, headers);
    const caller = await requireCaller(context, claims, operation.scope);
    const work = () => operation.handle(context, caller, input, media);
    const reply = operation.isWrite ? await writeOnce(context, operation, incoming, input, caller, work) : await work();
    context.usage.count(clientId, { rows: reply.rows, fault: null }, context.clock());
    return await toResponse(request, reply, media, headers);
  } catch (cause) {
    return toFailure(context, operation, { cause, clientId, headers });
  } finally {
    await context.usage.flush(context.clock()).catch((cause: unknown) => context.log.error("api.usage", {}, cause));
  }
}

async function toClaims(context: ApiContext, { request, source }: Incoming, headers: Headers): Promise<TokenClaims> {
  try {
    return await requireClaims(context, request.headers.get("authorization"));
  } catch (cause) {
    takeStranger(context, source, headers);
    throw cause;
  }
}

const keySchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));

/** A POST needs a key: who does not know whether it arrived must be able to send it again. */
function writeOnce(
  context: ApiContext,
  operation: Operation,
  { request }: Incoming,
  input: Input,
  caller: ApiCaller,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const key = request.headers.get("idempotency-key");
  const { method } = operation;
  if (key === null && method !== "post") return work();
  if (!keySchema.safeParse(key).success || key === null) {
    const expected = "8 to 64 letters, digits, - or _";
    throw new AppError("bad_request", "key", null, [{ path: "Idempotency-Key", expected }]);
  }
  const question = JSON.stringify([method, new URL(request.url).pathname, input.body]);
  const nodeId = nodeIdSchema.safeParse(Reflect.get(Object(input.params), "nodeId")).data ?? null;
  const { idempotency: store, clock } = context;
  const permit = () => operation.permit(context, caller, input);
  return once({ store, now: clock() }, { clientId: caller.clientId, nodeId, key, question, permit }, work);
}

type Input = Awaited<ReturnType<typeof parseInput>>;

async function parseInput(operation: Operation, { request, params }: Incoming) {
  const search = new URL(request.url).searchParams;
  const names = [...search.keys()];
  if (new Set(names).size < names.length) {
    throw new AppError("bad_request", "query", null, [{ path: "", expected: "each parameter once" }]);
  }
  if (operation.query === null && names.length > 0) {
    throw new AppError("bad_request", "query", null, [{ path: names[0] ?? "", expected: "no parameters" }]);
  }
  return {
    params: operation.params && parseRequest(operation.params, params),
    query: operation.query && parseRequest(operation.query, Object.fromEntries(search)),
    body: operation.body && parseRequest(operation.body, await readJson(request)),
  };
}

async function toResponse(request: Request, reply: Reply, media: Media, headers: Headers): Promise<Response> {
  const table = media === "json" ? undefined : reply.table?.();
  const text = table === undefined ? JSON.stringify(reply.body) : media === "csv" ? toCsv(table) : toNdjson(table);
  headers.set("content-type", `${mediaTypes[media]}${media === "json" ? "" : "; charset=utf-8"}`);
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
  if (reply.next) headers.set("next-cursor", reply.next);
  const told = () => new Response(text, { status: reply.status, headers });
  if (request.method !== "GET" && request.method !== "HEAD") return told();
  const etag = await toEtag(text);
  headers.set("etag", etag);
  if (!isKnown(etag, request.headers.get("if-none-match"))) return told();
  headers.delete("content-type");
  return new Response(null, { status: 304, headers });
}

/** Where nothing says it better. */
const RETRY_S = 60;

interface Failure {
  readonly cause: unknown;
  readonly clientId: string | null;
  readonly headers: Headers;
}

function toFailure(context: ApiContext, { method, path }: Operation, { cause, clientId, headers }: Failure): Response {
  const { error, problem } = reportFailure({ name: "api", log: context.log }, cause);
  const { status } = errorKinds[error.kind];
  const body = error instanceof NotPermitted ? withPermitted(problem, error.detail, error.permitted) : problem;
  headers.set("content-type", "application/problem+json");
  const retryAfterS = error.retryAfterS ?? (status === 429 || status === 503 ? RETRY_S : null);
  if (retryAfterS !== null) headers.set("retry-after", String(retryAfterS));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="lastmeter", error="invalid_token"');
  if (clientId !== null) {
    const at = context.clock();
    const route = `${method.toUpperCase()} ${path}`;
    const fault = { at, status, kind: error.kind, route, reference: problem.instance };
    context.usage.count(clientId, { rows: 0, fault }, at);
  }
  return new Response(JSON.stringify(body), { status, headers });
}
