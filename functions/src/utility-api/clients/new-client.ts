import type { Client, ClientScope } from "@lastmeter/model/client";
import { paths } from "@lastmeter/model/paths";
import type { Provider } from "@lastmeter/model/provider";
import type { Write } from "../../platform/writes.ts";
import type { CreatedSecret } from "./credentials.ts";

/** Document `clientSecrets/{clientId}`. */
export interface StoredSecrets {
  readonly v: 1;
  readonly secrets: readonly { readonly id: string; readonly hash: string }[];
}

export interface Wanted {
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly ClientScope[];
}

/** @param of the provider it is for; null: the caller's own. */
export function toNewClient(
  { name, description, scopes }: Wanted,
  of: { readonly providerId: string; readonly provider: Provider } | null,
  uid: string,
  now: number,
): Client {
  return {
    v: 1,
    name,
    description,
    kind: of === null ? "personal" : "provider",
    providerId: of?.providerId ?? null,
    providerName: of?.provider.name ?? "",
    managers: of === null ? [uid] : [...of.provider.admins],
    scopes: [...scopes],
    state: "active",
    approved: of === null || of.provider.state === "approved",
    epoch: 1,
    secrets: [],
    createdAt: now,
    by: uid,
    lastUsedAt: null,
  };
}

export function withSecret(client: Client, { id, hint }: CreatedSecret, now: number): Client {
  return { ...client, secrets: [...client.secrets, { id, hint, createdAt: now }] };
}

/** Whole documents: both are small, and one transaction read them. */
export function toClientWrites(clientId: string, client: Client, stored: StoredSecrets | null): Write[] {
  const write = (path: string, data: object): Write => ({
    kind: "replaceFields",
    path,
    data,
    fields: Object.keys(data),
  });
  // When it was last used is the API's to write.
  const { lastUsedAt, ...rest } = client;
  return [
    write(paths.client(clientId), lastUsedAt === null ? client : rest),
    ...(stored === null ? [] : [write(paths.clientSecrets(clientId), stored)]),
  ];
}
