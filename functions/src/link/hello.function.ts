import { HELLO_MAX_BYTES } from "@lastmeter/model/link/handshake";
import { onRequest } from "firebase-functions/https";
import { serveBytes } from "../platform/http.ts";
import { cloudLog } from "../platform/log.ts";
import { getLinkContext, linkOptions } from "./endpoint.ts";
import { handleHello } from "./hello.ts";

/** POST: a gateway proves its key and is given a session. */
export const hello = onRequest(linkOptions, (request, response) =>
  serveBytes(request, response, {
    name: "hello",
    maxBytes: HELLO_MAX_BYTES,
    log: cloudLog,
    handle: (body) => handleHello(getLinkContext(), body),
  }),
);
