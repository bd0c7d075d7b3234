import type { Hono } from "hono";
import { createCommandStore } from "../commands/command.store.ts";
import { createConfigurationStore } from "../configuration/configuration.store.ts";
import { getDatabase } from "../platform/app.ts";
import type { AppError } from "../platform/app-error.ts";
import { systemClock } from "../platform/clock.ts";
import { parseApiConfig } from "../platform/config.ts";
import { cloudLog } from "../platform/log.ts";
import { createApi, toProblemResponse } from "./app.ts";
import { createCallersStore } from "./callers.store.ts";
import type { ApiContext } from "./context.ts";
import { createIdempotencyStore } from "./idempotency/idempotency.store.ts";
import { createLimits, policies } from "./limits/limits.ts";
import { createOrdersStore } from "./orders/orders.store.ts";
import { createReadingStore } from "./reading/reading.store.ts";
import { createTokens } from "./tokens/token.ts";
import { createUsageStore } from "./usage/usage.store.ts";
import { createUsage, FLUSH_MS, type Usage } from "./usage/usage.ts";

export interface DeployedApi {
  readonly app: Hono;
  /** Of what the platform refused before it came here. */
  toFault(error: AppError): Response;
}

let deployed: DeployedApi | undefined;

/** The API as it is deployed. What one instance remembers: quotas, and what it has counted. */
export function getDeployedApi(): DeployedApi {
  deployed ??= createDeployedApi();
  return deployed;
}

function createDeployedApi(): DeployedApi {
  let known: ApiContext | undefined;
  const app = createApi(() => {
    known ??= createContext();
    return known;
  });
  return { app, toFault: (error) => toProblemResponse({ log: cloudLog }, error) };
}

function createContext(): ApiContext {
  const { pepper, tokenKeys, projectId } = parseApiConfig(process.env);
  const db = getDatabase();
  const usage = createUsage(createUsageStore(db));
  tellLater(usage);
  return {
    callers: createCallersStore(db),
    reading: createReadingStore(db),
    tokens: createTokens(tokenKeys, `urn:lastmeter:${projectId}`),
    limits: createLimits(),
    policies,
    usage,
    commands: createCommandStore(db),
    configuration: createConfigurationStore(db),
    orders: createOrdersStore(db),
    idempotency: createIdempotencyStore(db),
    pepper,
    clock: systemClock,
    log: cloudLog,
  };
}

/** When no further call comes: as far as the platform gives an idle instance time, and before it ends. */
function tellLater(usage: Usage): void {
  const tell = (what: "due" | "all") =>
    usage.flush(systemClock(), what).catch((cause: unknown) => cloudLog.error("api.usage", {}, cause));
  setInterval(() => void tell("due"), FLUSH_MS / 2).unref();
  process.once("SIGTERM", () => void tell("all").then(() => process.exit(0)));
}
