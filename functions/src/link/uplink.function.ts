import { linkLimits } from "@lastmeter/model/link/messages";
import { onRequest } from "firebase-functions/https";
import { serveBytes } from "../platform/http.ts";
import { cloudLog } from "../platform/log.ts";
import { getLinkContext, linkOptions } from "./endpoint.ts";
import { handleUplink } from "./uplink.ts";

/** POST: a sealed batch of native messages; the reply is sealed too. */
export const uplink = onRequest(linkOptions, (request, response) =>
  serveBytes(request, response, {
    name: "uplink",
    maxBytes: linkLimits.bodyBytes,
    log: cloudLog,
    handle: (body) => handleUplink(getLinkContext(), body),
  }),
);
