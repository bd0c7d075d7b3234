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
