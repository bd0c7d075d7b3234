import type { AboutClient, ClientList, ConsentedList, NetworkClientList } from "@lastmeter/model/apps";
import type { Client } from "@lastmeter/model/client";
import { isClientPrincipal, isCurrent } from "@lastmeter/model/grant";
import type { Provider } from "@lastmeter/model/provider";
import { AppError } from "../../platform/app-error.ts";
import type { Caller } from "../../platform/call.ts";
import { list as listSharing } from "../../sharing/grants.ts";
import { toReadEntries } from "../reading/entries.ts";
import { type AppsContext, type RequestOf, requireManaged } from "./apps-context.ts";

const CONSENTED_MAX = 500;

function toAbout({ name, description, kind }: Client, provider: Provider | null): AboutClient {
  return {
    name,
    description,
    kind,
    provider: provider && { name: provider.name, website: provider.website, contact: provider.contact },
  };
}

/** What is disabled or not approved can be granted nothing, and is as unknown as what never was. */
export async function about({ store }: AppsContext, { clientId }: RequestOf<"about">): Promise<AboutClient> {
  const client = await store.readClient(clientId);
  if (client === null || client.state === "disabled" || !client.approved) {
    throw new AppError("not_found", "no such client");
  }
  const { providerId } = client;
  const provider = providerId === null ? undefined : (await store.readProviders([providerId])).get(providerId);
  return toAbout(client, provider ?? null);
}

export async function list({ store }: AppsContext, { uid }: Caller): Promise<ClientList> {
  const clients = await store.listManaged(uid);
  clients.sort((a, b) => b.createdAt - a.createdAt);
  const told = clients.map(async (client) => {
    const [told, nodes] = await Promise.all([store.readUsage(client.clientId), store.countNodes(client.clientId)]);
    return { ...client, ...told, nodes };
  });
  return { clients: await Promise.all(told) };
}

/** What the owners call what they lent; they see that somebody looked, as when the program itself does. */
export async function consented(
  { store, now }: AppsContext,
  { uid }: Caller,
  { clientId }: RequestOf<"consented">,
): Promise<ConsentedList> {
  const { name: client } = requireManaged(await store.readClient(clientId), uid);
  const grants = (await store.readGrants(clientId, CONSENTED_MAX)).filter((grant) => isCurrent(grant, now));
  const lent = grants.flatMap((grant) => (grant.nodeId === null ? [] : [{ ...grant, nodeId: grant.nodeId }]));
  const looked = lent.map((grant) => ({ nodeId: grant.nodeId, networkId: grant.networkId, grant }));
  const [names] = await Promise.all([
    store.readNames(lent.map(({ nodeId }) => nodeId)),
    store.addEntries(toReadEntries({ clientId, name: client }, looked, null, now)),
  ]);
  const nodes = lent.map(({ nodeId, networkName, ownerLabel, role, resolution, channels, timeZone, ...grant }) => {
    const { name = "", channels: known = {} } = names.get(nodeId) ?? {};
    const { from, until, historyFrom, purpose } = grant;
    const labels = channels?.map((key) => known[key]?.label ?? key) ?? null;
    const terms = { role, resolution, channels: labels, from, until, historyFrom, purpose, timeZone };
    return { nodeId, name, networkName, ownerLabel, ...terms };
  });
  const toKey = (node: (typeof nodes)[number]) => [node.ownerLabel, node.networkName, node.name].join("\n");
  return { nodes: nodes.sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1)) };
}

export async function ofNetwork(
  { store, sharing }: AppsContext,
  caller: Caller,
  { networkId }: RequestOf<"ofNetwork">,
): Promise<NetworkClientList> {
  const { grants } = await listSharing(sharing, caller, { act: "list", networkId });
  const labels = new Map(
    grants.flatMap(({ principalId, label }) =>
      isClientPrincipal(principalId) ? [[principalId.slice(2), label] as const] : [],
    ),
  );
  const clients = await store.readClients([...labels.keys()]);
  const providerIds = [...clients.values()].flatMap(({ providerId }) => providerId ?? []);
  const providers = await store.readProviders([...new Set(providerIds)]);
  const told = [...labels].map(async ([clientId, label]) => {
    const client = clients.get(clientId);
    const lastUsedAt = await store.readLastUse(networkId, clientId);
    if (client === undefined) return { clientId, ...toGone(label), lastUsedAt };
    return {
      clientId,
      ...toAbout(client, providers.get(client.providerId ?? "") ?? null),
      scopes: client.scopes,
      state: client.state === "disabled" ? ("disabled" as const) : client.approved ? "active" : "suspended",
      isMine: client.managers.includes(caller.uid),
      lastUsedAt,
    } as const;
  });
  return { clients: await Promise.all(told) };
}

const toGone = (name: string): Omit<NetworkClientList["clients"][number], "clientId" | "lastUsedAt"> => ({
  name,
  description: "",
  kind: "provider",
  provider: null,
  scopes: [],
  state: "gone",
  isMine: false,
});
