import type { NewClient } from "@lastmeter/model/apps";
import { CLIENT_SECRETS_MAX, type Client } from "@lastmeter/model/client";
import { beginClientErasure } from "../../erasure/client.store.ts";
import { continueErasure } from "../../erasure/erasure.store.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Caller } from "../../platform/call.ts";
import { type AppsContext, type RequestOf, requireManaged } from "./apps-context.ts";
import { createSecret } from "./credentials.ts";
import { type StoredSecrets, toClientWrites, withSecret } from "./new-client.ts";

/** In one transaction. `decide` gives what the client and its secrets become. */
function change(
  { store }: AppsContext,
  { uid }: Caller,
  clientId: string,
  decide: (client: Client, stored: StoredSecrets) => { readonly client: Client; readonly stored?: StoredSecrets },
): Promise<void> {
  return store.transact(async (transaction) => {
    const client = requireManaged(await transaction.readClient(clientId), uid);
    const stored = (await transaction.readSecrets(clientId)) ?? { v: 1, secrets: [] };
    const decided = decide(client, stored);
    transaction.write(toClientWrites(clientId, decided.client, decided.stored ?? null));
  });
}

export async function edit(context: AppsContext, caller: Caller, request: RequestOf<"edit">) {
  const { clientId, name, description, scopes } = request;
  await change(context, caller, clientId, (client) => ({ client: { ...client, name, description, scopes } }));
  return null;
}

export async function addSecret(
  context: AppsContext,
  caller: Caller,
  { clientId }: RequestOf<"addSecret">,
): Promise<Omit<NewClient, "clientId">> {
  const secret = await createSecret(context.pepper, clientId);
  await change(context, caller, clientId, (client, { secrets }) => {
    if (secrets.length >= CLIENT_SECRETS_MAX) throw new AppError("too_many", "secrets of a client");
    return {
      client: withSecret(client, secret, context.now),
      stored: { v: 1, secrets: [...secrets, { id: secret.id, hash: secret.hash }] },
    };
  });
  return { secretId: secret.id, secret: secret.text };
}

export async function dropSecret(
  context: AppsContext,
  caller: Caller,
  { clientId, secretId }: RequestOf<"dropSecret">,
) {
  await change(context, caller, clientId, (client, stored) => {
    const secrets = client.secrets.filter(({ id }) => id !== secretId);
    if (secrets.length === client.secrets.length) throw new AppError("not_found", "no such secret");
    if (secrets.length === 0) throw new AppError("conflict", "the last secret");
    return {
      client: { ...client, secrets, epoch: client.epoch + 1 },
      stored: { v: 1, secrets: stored.secrets.filter(({ id }) => id !== secretId) },
    };
  });
  return null;
}

export async function setState(context: AppsContext, caller: Caller, { clientId, state }: RequestOf<"setState">) {
  await change(context, caller, clientId, (client) => {
    const isEnded = state === "disabled" && client.state === "active";
    return { client: { ...client, state, epoch: isEnded ? client.epoch + 1 : client.epoch } };
  });
  return null;
}

export async function remove(context: AppsContext, { uid }: Caller, { clientId }: RequestOf<"remove">) {
  const { store, db, now } = context;
  requireManaged(await store.readClient(clientId), uid);
  await continueErasure(context, await beginClientErasure(db, clientId, now));
  return null;
}
