import { gatewayStatusSchema } from "@lastmeter/model/gateway";
import { networkIdSchema } from "@lastmeter/model/ids";
import { onDocumentWritten } from "firebase-functions/firestore";
import { onCall } from "firebase-functions/https";
import { getDatabase } from "../platform/app.ts";
import { serveCall } from "../platform/call.ts";
import { systemClock } from "../platform/clock.ts";
import { REGION } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createAlarmsStore } from "./alarms.store.ts";
import { handleAlarms } from "./alarms.ts";
import { changeAlarms } from "./change-alarms.store.ts";
import { decideGatewayAlarms } from "./decide-gateway-alarms.ts";

const options = { region: REGION, memory: "256MiB", maxInstances: 5, concurrency: 20, timeoutSeconds: 60 } as const;

/** Owners and administrators acknowledge alarms; `act` says which of the things that can be done. */
export const alarms = onCall(options, (request) =>
  serveCall(request, {
    name: "alarms",
    log: cloudLog,
    handle: (caller, data) =>
      handleAlarms({ store: createAlarmsStore(getDatabase()), now: systemClock() }, caller, data),
  }),
);

/** A gateway's status is written where there is no alarm yet: with a hello that failed, for one. */
export const watchGateway = onDocumentWritten(
  { ...options, document: "networks/{networkId}/gateway/status", retry: true },
  async ({ params, data }) => {
    const status = gatewayStatusSchema.safeParse(data?.after.data());
    if (!status.success) return;
    const networkId = networkIdSchema.parse(params.networkId);
    const now = systemClock();
    await changeAlarms(getDatabase(), networkId, decideGatewayAlarms(status.data, now), now);
  },
);
