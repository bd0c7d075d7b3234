import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { onRequest } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { AppError, errorKinds } from "../platform/app-error.ts";
import { systemClock } from "../platform/clock.ts";
import { linkSecret, REGION, readConfig, wrappingKeySecret } from "../platform/config.ts";
import { reportFailure } from "../platform/http.ts";
import { cloudLog } from "../platform/log.ts";
import { openDownload } from "./download.store.ts";

/** An hour is the longest that a request may last: a large home's file is written as fast as the phone takes it. */
const options = {
  region: REGION,
  memory: "1GiB" as const,
  cpu: 1,
  concurrency: 1,
  maxInstances: 10,
  timeoutSeconds: 3600,
  invoker: "public" as const,
  secrets: [wrappingKeySecret, linkSecret],
};

const types = { json: "application/json; charset=utf-8", csv: "application/zip" } as const;

/** GET by a link of the callable `account`: a file of everything. One that ends early is cut off, so that nobody takes it for whole. */
export const download = onRequest(options, async (request, response) => {
  const told = { name: "download", log: cloudLog };
  try {
    if (request.method !== "GET") throw new AppError("method_not_allowed", request.method);
    const { secrets } = readConfig();
    const file = await openDownload(getDatabase(), secrets.linkSecret, request.query, systemClock());
    const isPacked = file.format === "json" && request.acceptsEncodings("gzip") === "gzip";
    response.set({
      "content-type": types[file.format],
      "content-disposition": `attachment; filename="${file.fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(isPacked ? { "content-encoding": "gzip" } : {}),
    });
    const content = Readable.from(file.content);
    if (isPacked) await pipeline(content, createGzip(), response);
    else await pipeline(content, response);
  } catch (cause) {
    const { error, problem } = reportFailure(told, cause);
    if (response.headersSent) response.destroy();
    else response.status(errorKinds[error.kind].status).type("application/problem+json").send(JSON.stringify(problem));
  }
});
