import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { LinkContext } from "@lastmeter/functions/src/link/context.ts";
import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { handleUplink } from "@lastmeter/functions/src/link/uplink.ts";
import { AppError, errorKinds, toProblem } from "@lastmeter/functions/src/platform/app-error.ts";

export type Route = "hello" | "uplink";
/** Where the server dies with a request: before anything of it was committed, or after, before its answer. */
export type Death = `${Route} ${"before" | "after"} its commit`;

export interface LinkServer {
  readonly url: string;
  /** Dies there once, with the next such request. */
  die(at: Death): void;
  /** Whether the death that was asked for has come. */
  readonly isDead: boolean;
  stop(): Promise<void>;
}

/** The link's real handlers behind real HTTP, each request on an instance of its own. */
export async function startLinkServer(newInstance: () => LinkContext): Promise<LinkServer> {
  let death: Death | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", async () => {
      const route: Route = request.url === "/hello" ? "hello" : "uplink";
      const isNow = (at: Death) => {
        if (death !== at) return false;
        death = null;
        response.destroy();
        return true;
      };
      if (isNow(`${route} before its commit`)) return;
      const handle = route === "hello" ? handleHello : handleUplink;
      try {
        const reply = await handle(newInstance(), Buffer.concat(parts));
        if (!isNow(`${route} after its commit`)) response.writeHead(200).end(reply);
      } catch (error) {
        const kind = error instanceof AppError ? error.kind : "internal";
        response.writeHead(errorKinds[kind].status, { "content-type": "application/problem+json" });
        response.end(JSON.stringify(toProblem(kind, "test")));
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    die: (at) => {
      death = at;
    },
    get isDead() {
      return death === null;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
