import { Hono } from "hono";
import { describeRoute, generateSpecs } from "hono-openapi";
import { AppError, errorKinds } from "../platform/app-error.ts";
import { reportFailure } from "../platform/http.ts";
import type { ApiContext } from "./context.ts";
import { isKnown, toEtag } from "./http/etag.ts";
import { takeStranger } from "./limits/take-quota.ts";
import { documentation } from "./openapi/about.ts";
import { describe } from "./openapi/describe.ts";
import { documentDescription, pagesDescription } from "./openapi/describe-about.ts";
import { jwksDescription, tokenDescription } from "./openapi/describe-tokens.ts";
import { toPages } from "./openapi/pages.ts";
import { styleSheet } from "./openapi/style.ts";
import type { Operation } from "./operation.ts";
import { orderOperations } from "./orders/operations.ts";
import { readingOperations } from "./reading/operations.ts";
import { serveOperation } from "./serve.ts";
import { serveToken } from "./tokens/token-endpoint.ts";

const operations: readonly Operation[] = [...readingOperations, ...orderOperations];

/** Who sends, as the platform's own proxy saw it: what stands before that, anybody may have written. */
const toSource = (request: Request) => request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";

const toPattern = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1");
const publicHeaders = { "cache-control": "public, max-age=300" };

/** The whole API as a function of requests. @param toContext made at the first call: the document needs none. */
export function createApi(toContext: () => ApiContext): Hono {
  const app = new Hono();
  for (const operation of operations) {
    app.on(operation.method.toUpperCase(), toPattern(operation.path), describeRoute(describe(operation)), (c) =>
      serveOperation(toContext(), operation, {
        request: c.req.raw,
        source: toSource(c.req.raw),
        params: c.req.param(),
      }),
    );
  }
  app.post("/oauth/token", describeRoute(tokenDescription), (c) =>
    serveToken(toContext(), c.req.raw, toSource(c.req.raw)),
  );
  app.get("/.well-known/jwks.json", describeRoute(jwksDescription), (c) =>
    c.json(toContext().tokens.jwks, 200, { "cache-control": "public, max-age=3600" }),
  );
  const document = createDocument(app);
  app.get("/v1/openapi.json", describeRoute(documentDescription), async (c) => {
    const { json, etag } = await document();
    const headers = { ...publicHeaders, etag };
    if (isKnown(etag, c.req.header("if-none-match"))) return c.body(null, 304, headers);
    return c.body(json, 200, { ...headers, "content-type": "application/json" });
  });
  app.get("/v1/docs", describeRoute(pagesDescription), async (c) => {
    const { pages } = await document();
    return c.body(pages, 200, { ...publicHeaders, "content-type": "text/html; charset=utf-8" });
  });
  app.get("/v1/docs.css", (c) => c.body(styleSheet, 200, { ...publicHeaders, "content-type": "text/css" }));
  app.notFound((c) => serveUnrouted(toContext(), app, c.req.raw));
  app.onError((error) => toProblemResponse(toContext(), error));
  return app;
}

interface Document {
  readonly json: string;
  readonly etag: string;
  /** To be read by people. */
  readonly pages: string;
}

/** OpenAPI 3.1, from the routes themselves; made once. */
function createDocument(app: Hono): () => Promise<Document> {
  const make = async () => {
    const options = { documentation: structuredClone(documentation) as object, excludeStaticFile: false };
    const spec = await generateSpecs(app, options);
    const json = JSON.stringify(spec);
    return { json, etag: await toEtag(json), pages: toPages(spec) };
  };
  let made: Promise<Document> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function serveUnrouted(context: ApiContext, app: Hono, request: Request): Response {
  const headers = new Headers();
  try {
    takeStranger(context, toSource(request), headers);
    throw toUnrouted(app, request, headers);
  } catch (cause) {
    return toProblemResponse(context, cause, headers);
  }
}

/** Of a path that is there `allow` says what it takes. */
function toUnrouted(app: Hono, { method, url }: Request, headers: Headers): AppError {
  const { pathname } = new URL(url);
  const methods = app.routes
    .filter(({ path }) => new RegExp(`^${path.replaceAll(/\/:\w+/g, "/[^/]+")}$`).test(pathname))
    .flatMap((route) => (route.method === "GET" ? ["GET", "HEAD"] : [route.method]));
  if (methods.length === 0) return new AppError("not_found", "no such path");
  headers.set("allow", [...new Set(methods)].join(", "));
  return new AppError("method_not_allowed", method);
}

export function toProblemResponse(
  { log }: Pick<ApiContext, "log">,
  cause: unknown,
  headers: Headers = new Headers(),
): Response {
  const { error, problem } = reportFailure({ name: "api", log }, cause);
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  if (error.retryAfterS !== null) headers.set("retry-after", String(error.retryAfterS));
  return new Response(JSON.stringify(problem), { status: errorKinds[error.kind].status, headers });
}
