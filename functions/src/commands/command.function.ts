import { commandRequestSchema } from "@lastmeter/model/command";
import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { parseRequest } from "../platform/parse-request.ts";
import { createCommandStore } from "./command.store.ts";
import { createCommand } from "./create-command.ts";

const options = { region: REGION, memory: "512MiB", maxInstances: 10, concurrency: 40, timeoutSeconds: 30 } as const;

/** A person switches something. What became of it is told by the command's document. */
export const command = onCall(options, (request) =>
  serveCall(request, {
    name: "command",
    log: cloudLog,
    handle: (caller, data) => {
      const context = { store: createCommandStore(getDatabase()), clock: systemClock };
      const why = { source: "app", cause: null, hops: 0 } as const;
      const actor = { who: caller.uid, whoLabel: caller.verifiedEmail ?? "", why };
      return createCommand(context, { ...parseRequest(commandRequestSchema, data), actor });
    },
  }),
);
