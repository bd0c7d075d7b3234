import { AppError, type ErrorKind } from "../../platform/app-error.ts";

/** What is used of an Express request and response. */
export interface ServerRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody?: Uint8Array;
}
export interface ServerResponse {
  status(code: number): this;
  setHeader(name: string, value: string): unknown;
  end(body: Uint8Array): unknown;
}

/** The platform's request as the web knows it. */
export function toRequest({ method, url, headers, rawBody }: ServerRequest): Request {
  const known = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) known.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = method !== "GET" && method !== "HEAD" && rawBody !== undefined && rawBody.length > 0;
  // The address is only a frame for path and query: an absolute one in the request line must not lead elsewhere.
  const path = url.startsWith("/") ? url.replace(/^\/+/, "/") : "/";
  return new Request(new URL(path, "http://api"), {
    method,
    headers: known,
    ...(hasBody ? { body: new Uint8Array(rawBody) } : {}),
  });
}

export async function sendResponse(from: Response, to: ServerResponse): Promise<void> {
  to.status(from.status);
  for (const [name, value] of from.headers) to.setHeader(name, value);
  to.end(new Uint8Array(await from.arrayBuffer()));
}

interface ParserApp {
  use(
    handler: (error: unknown, request: unknown, response: ServerResponse, next: (error: unknown) => void) => void,
  ): unknown;
}

const caught = new WeakSet<object>();

/**
 * The platform parses bodies before a function sees them, and answers one that is no JSON with a page of HTML. Its own application gets a
 * last handler that answers as we do; the first request of an instance may still see the page.
 */
export function catchParserFaults(app: ParserApp, toResponse: (error: AppError) => Response): void {
  if (caught.has(app)) return;
  caught.add(app);
  app.use((error, _request, response, next) => {
    const status: unknown = error instanceof Error ? Reflect.get(error, "status") : undefined;
    const kind = typeof status === "number" ? kinds[status] : undefined;
    if (kind === undefined) next(error);
    else void sendResponse(toResponse(new AppError(kind, "body", null, [{ path: "", expected: "JSON" }])), response);
  });
}

const kinds: Readonly<Record<number, ErrorKind>> = { 400: "bad_request", 413: "too_large", 415: "not_json" };
