import { personalClientSchema } from "@lastmeter/model/apps";
import type { ClientScope } from "@lastmeter/model/client";
import { expect } from "vitest";
import { createApiClient } from "../api-client/client.ts";
import { call } from "./call.ts";
import { type Contract, toContract } from "./contract.ts";
import type { SettingsOf } from "./settings.ts";
import { type Account, requireStack } from "./stack.ts";

export type ApiClient = ReturnType<typeof createApiClient>;

/** A client that is made of the published document, of the API that runs; every answer it gets is held to the document. */
export function openApi(base = `${requireStack().functions}/api`): ApiClient {
  let known: Promise<Contract> | undefined;
  return createApiClient(base, async (request) => {
    known ??= fetch(`${base}/v1/openapi.json`).then(async (reply) => toContract(await reply.json()));
    const response = await fetch(request);
    const path = new URL(request.url).pathname.slice(new URL(base).pathname.length);
    expect(await (await known).check(request.method, path, response)).toEqual([]);
    return response;
  });
}

/** By POST. */
export async function askToken(client: ApiClient, { clientId, secret }: { clientId: string; secret: string }) {
  return client.POST("/oauth/token", {
    body: { grant_type: "client_credentials", client_id: clientId, client_secret: secret },
    bodySerializer: (body) => new URLSearchParams(body as Record<string, string>),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
}

export async function toBearer(client: ApiClient, secrets: { clientId: string; secret: string }) {
  const { data } = await askToken(client, secrets);
  return { authorization: `Bearer ${data?.access_token}` };
}

/** An owner's own program, let in at one node. */
export async function createProgram(
  owner: Account,
  { networkId, nodeId }: SettingsOf,
  terms: { readonly role: "viewer" | "operator" | "admin"; readonly scopes: readonly ClientScope[] },
) {
  const { role, scopes } = terms;
  const granted = { role, resolution: "raw", channels: null, historyFrom: null, purpose: "My own" };
  const { status, body } = await call("apps", owner, {
    ...{ act: "createPersonal", name: "My script", scopes, networkId, nodeIds: [nodeId] },
    terms: { ...granted, from: Date.now() - 1000, until: null },
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return personalClientSchema.parse(Reflect.get(Object(body), "result"));
}
