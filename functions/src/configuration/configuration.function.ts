import { commandSchema } from "@lastmeter/model/command";
import { reportedSchema } from "@lastmeter/model/configuration";
import { networkIdSchema } from "@lastmeter/model/ids";
import { onDocumentUpdated, onDocumentWritten } from "firebase-functions/firestore";
import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createConfigurationStore } from "./configuration.store.ts";
import { handleConfiguration } from "./configuration.ts";
import { followCommand, followReported } from "./follow.ts";
import { createMappingStore } from "./mapping.store.ts";
import { createRecordsStore } from "./records.store.ts";

const options = { region: REGION, memory: "512MiB", maxInstances: 10, timeoutSeconds: 60 } as const;

function toContext() {
  const db = getDatabase();
  return {
    store: createConfigurationStore(db),
    records: createRecordsStore(db),
    mapping: createMappingStore(db),
    clock: systemClock,
  };
}

/** An owner or an administrator sets, resets and reads settings, updates firmware, looks at what is kept; `act` says which. */
export const configuration = onCall({ ...options, concurrency: 20 }, (request) =>
  serveCall(request, {
    name: "configuration",
    log: cloudLog,
    handle: (caller, data) => handleConfiguration(toContext(), caller, data),
  }),
);

/** What a command was to set follows its end. */
export const configurationEnded = onDocumentUpdated(
  { ...options, document: "networks/{networkId}/commands/{commandId}", retry: true },
  async ({ data, params }) => {
    if (data?.before.get("endedAt") !== null) return;
    const ended = commandSchema.safeParse(data.after.data());
    if (!ended.success || ended.data.endedAt === null) return;
    await followCommand(toContext(), networkIdSchema.parse(params.networkId), params.commandId, ended.data);
  },
);

const follow = async (fields: unknown) => {
  const reported = reportedSchema.safeParse(fields);
  if (reported.success) await followReported(toContext(), reported.data);
};

/** What is wanted of a device is compared with what it tells, whenever that changes. */
export const nodeReported = onDocumentWritten(
  { ...options, document: "nodes/{nodeId}/configuration/reported", retry: true },
  ({ data }) => follow(data?.after.data()),
);

export const networkReported = onDocumentWritten(
  { ...options, document: "networks/{networkId}/configuration/reported", retry: true },
  ({ data }) => follow(data?.after.data()),
);
