import type { Client } from "@lastmeter/model/client";
import type { Bytes } from "@lastmeter/model/link/bytes";
import type { CommandStore } from "../commands/command.store.ts";
import type { ConfigurationStore } from "../configuration/configuration.store.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { StoredSecrets } from "./clients/new-client.ts";
import type { IdempotencyStore } from "./idempotency/once.ts";
import type { Limits, Policies } from "./limits/limits.ts";
import type { OrdersStore } from "./orders/commands.ts";
import type { ReadingStore } from "./reading/reading.ts";
import type { Tokens } from "./tokens/token.ts";
import type { Usage } from "./usage/usage.ts";

/** Reads of a call or of a token; nothing is remembered, so what changes takes effect at the next call. */
export interface CallersStore {
  readClient(clientId: string): Promise<Client | null>;
  readClientWithSecrets(clientId: string): Promise<{ readonly client: Client; readonly stored: StoredSecrets } | null>;
}

/** What the API needs from outside; the same in the cloud, on the emulators and in tests. */
export interface ApiContext {
  readonly callers: CallersStore;
  readonly reading: ReadingStore;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly policies: Policies;
  readonly usage: Usage;
  readonly commands: CommandStore;
  readonly configuration: ConfigurationStore;
  readonly orders: OrdersStore;
  readonly idempotency: IdempotencyStore;
  readonly pepper: Bytes;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whose call it is. */
export interface ApiCaller {
  readonly clientId: string;
  readonly principalId: string;
  readonly client: Client;
}
