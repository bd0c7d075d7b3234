import { createServer, type IncomingMessage } from "node:http";
import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { handleUplink } from "@lastmeter/functions/src/link/uplink.ts";
import { networkIdSchema } from "@lastmeter/model/ids";
import { toKeyText } from "@lastmeter/model/link/key";
import { openLinkBench } from "../flows/link-bench.ts";
import { saveTypicalRules } from "./typical-rules.ts";

/**
 * The functions' side of the link as a process of its own behind plain HTTP, so that its CPU time is nobody else's. The clock is
 * the header `x-now` (milliseconds since 1970). Prints `listening PORT`.
 */
const bench = openLinkBench("demo-bench-ingest");

async function answer(request: IncomingMessage): Promise<Uint8Array | string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = new Uint8Array(Buffer.concat(parts));
  bench.time.now = Number(request.headers["x-now"] ?? bench.time.now);
  switch (request.url) {
    case "/hello":
      return handleHello(bench.context, body);
    case "/uplink":
      return handleUplink(bench.context, body);
    case "/network": {
      const { networkId, linkKey } = await bench.register();
      return JSON.stringify({ networkId, keyText: toKeyText(linkKey) });
    }
    case "/rules": {
      const networkId = networkIdSchema.parse(Buffer.from(body).toString("utf8"));
      await saveTypicalRules(bench, networkId);
      return "";
    }
    case "/cpu": {
      const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
      return JSON.stringify({ cpuMs: (all.user + all.system) / 1000, mainMs: (own.user + own.system) / 1000 });
    }
    default:
      throw new Error(`no ${request.url}`);
  }
}

const server = createServer((request, response) => {
  answer(request).then(
    (reply) => response.end(reply),
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end(String(error));
    },
  );
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(`listening ${address.port}`);
});
// Ends by itself, so that a profile is written.
process.once("SIGTERM", () => process.exit(0));
