import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers `GET /health` on the loopback interface only. Port 0 takes any free one. */
export async function serveHealth(port: number, report: () => object): Promise<{ port: number; close(): void }> {
  const server = createServer((request, response) => {
    const isHealth = request.method === "GET" && request.url === "/health";
    response.writeHead(isHealth ? 200 : 404, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(isHealth ? report() : { error: "GET /health" }));
  });
  server.unref();
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => server.close() };
}
