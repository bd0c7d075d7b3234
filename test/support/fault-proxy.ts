import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export type Fault =
  | "none"
  /** Connections are cut at once, as when the cloud is away. */
  | "cut"
  /** A captive portal: 200 and a sign-in page to everything. */
  | "portal"
  /** The request reaches the cloud, its reply is lost. */
  | "lose-reply"
  /** A proxy in between answers for the cloud. */
  | { readonly status: number; readonly retryAfterS?: number };

export interface FaultProxy {
  readonly url: string;
  fault: Fault;
  /** Bodies of the requests that came, newest last; for replay and tampering. */
  readonly captured: { readonly path: string; readonly body: Buffer }[];
  stop(): Promise<void>;
}

/** A faulty network between the bridge and the functions at `target`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const captured: { path: string; body: Buffer }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { fault } = proxy;
    if (fault === "cut") return void request.socket.destroy();
    const body = await buffer(request);
    if (captured.length < 10_000) captured.push({ path: request.url ?? "", body });
    if (fault === "portal") {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body>Welcome to the hotel. Please sign in.</body></html>");
      return;
    }
    if (typeof fault === "object") {
      response
        .writeHead(fault.status, fault.retryAfterS === undefined ? {} : { "retry-after": String(fault.retryAfterS) })
        .end("no");
      return;
    }
    const reply = await fetch(`${target}${request.url}`, {
      method: request.method ?? "POST",
      headers: { "content-type": request.headers["content-type"] ?? "application/octet-stream" },
      body: new Uint8Array(body),
    });
    const replyBody = Buffer.from(await reply.arrayBuffer());
    if (proxy.fault === "lose-reply") return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") ?? "" }).end(replyBody);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    fault: "none",
    captured,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return proxy;
}
