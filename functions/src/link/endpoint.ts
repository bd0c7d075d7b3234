import { planIngest } from "../ingest/plan.ts";
import { getDatabase } from "../platform/app.ts";
import { systemClock } from "../platform/clock.ts";
import { linkSecret, REGION, readConfig, wrappingKeySecret } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { protocolFor } from "../protocols/registry.ts";
import { createLinkContext, type LinkContext } from "./context.ts";
import { createLinkStore } from "./link.store.ts";
import { createListenerSource } from "./listener.store.ts";

/** Both functions of the link; many gateways share an instance, since a batch waits for Firestore most of its time. */
export const linkOptions = {
  region: REGION,
  cpu: 1,
  memory: "512MiB" as const,
  concurrency: 40,
  maxInstances: 20,
  timeoutSeconds: 60,
  invoker: "public" as const,
  secrets: [wrappingKeySecret, linkSecret],
};

let context: LinkContext | undefined;

/** One per instance, made at the first request. */
export function getLinkContext(): LinkContext {
  if (context === undefined) {
    const { secrets, listener } = readConfig();
    context = createLinkContext({
      store: createLinkStore(getDatabase()),
      clock: systemClock,
      log: cloudLog,
      secrets,
      protocolFor,
      planIngest,
      createListener: createListenerSource(listener),
    });
  }
  return context;
}
