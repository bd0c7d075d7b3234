import type { NewClient, PersonalClient } from "@lastmeter/model/apps";
import { CLIENTS_MAX } from "@lastmeter/model/client";
import { beginClientErasure } from "../../erasure/client.store.ts";
import { continueErasure } from "../../erasure/erasure.store.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Caller } from "../../platform/call.ts";
import { grantClient } from "../../sharing/grants.ts";
import type { AppsContext, RequestOf } from "./apps-context.ts";
import { createClientId, createSecret } from "./credentials.ts";
import { toClientWrites, toNewClient, withSecret } from "./new-client.ts";

export async function create(
  { store, pepper, now }: AppsContext,
  { uid }: Caller,
  request: RequestOf<"create">,
): Promise<NewClient> {
  const { providerId } = request;
  const clientId = await createClientId(pepper);
  const secret = await createSecret(pepper, clientId);
  await store.transact(async (transaction) => {
    const provider = await transaction.readProvider(providerId);
    if (!provider?.admins.includes(uid)) throw new AppError("not_found", "no provider of this administrator");
    if (provider.state !== "approved") throw new AppError("forbidden", "provider not approved");
    if ((await transaction.readClientsOf(providerId)).length >= CLIENTS_MAX)
      throw new AppError("too_many", "clients of a provider");
    const client = withSecret(toNewClient(request, { providerId, provider }, uid, now), secret, now);
    transaction.write(toClientWrites(clientId, client, { v: 1, secrets: [{ id: secret.id, hash: secret.hash }] }));
  });
  return { clientId, secretId: secret.id, secret: secret.text };
}

/** A program whose grant is refused does not stay. */
export async function createPersonal(
  context: AppsContext,
  caller: Caller,
  request: RequestOf<"createPersonal">,
): Promise<PersonalClient> {
  const { store, pepper, now, db, sharing } = context;
  const { name, scopes, networkId, nodeIds, terms } = request;
  if (caller.verifiedEmail === null) throw new AppError("forbidden", "e-mail not verified");
  const clientId = await createClientId(pepper);
  const secret = await createSecret(pepper, clientId);
  await store.transact(async (transaction) => {
    if ((await transaction.countPersonal(caller.uid)) >= CLIENTS_MAX) throw new AppError("too_many", "own clients");
    const wanted = { name, description: "", scopes };
    const client = withSecret(toNewClient(wanted, null, caller.uid, now), secret, now);
    transaction.write(toClientWrites(clientId, client, { v: 1, secrets: [{ id: secret.id, hash: secret.hash }] }));
  });
  try {
    const granted = await grantClient(sharing, caller, { act: "grantClient", networkId, nodeIds, clientId, terms });
    return { clientId, secretId: secret.id, secret: secret.text, nodeIds: granted.nodeIds };
  } catch (error) {
    await continueErasure(context, await beginClientErasure(db, clientId, now));
    throw error;
  }
}
