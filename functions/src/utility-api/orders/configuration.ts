import type { NodeId } from "@lastmeter/model/ids";
import { parseSettingText } from "@lastmeter/model/setting";
import type { Ground, Subject } from "../../configuration/configuration.store.ts";
import { setConfiguration } from "../../configuration/configuration.ts";
import type { ApiCaller, ApiContext } from "../context.ts";
import { toIso } from "../http/iso.ts";
import { requireGrant, unknownNode } from "../reading/decide-read.ts";
import { toReadEntries } from "../reading/entries.ts";
import type { StoredNode } from "../reading/reading.ts";
import type { Reply } from "../reply.ts";
import type { ConfigurationAsk } from "./ask.ts";
import type { WireSettings } from "./wire.ts";

/** By the same way as the app's; the owner's log has it. */
export async function configureNode(
  context: ApiContext,
  caller: ApiCaller,
  nodeId: NodeId,
  { changes }: ConfigurationAsk,
): Promise<Reply> {
  const { configuration, clock } = context;
  const { networkId } = await requireAdmin(context, caller, nodeId);
  const subject = { networkId, nodeId };
  const author = { who: caller.principalId, whoLabel: caller.client.name, source: "api" } as const;
  const wanted = changes.map(({ key, value, rev }) => ({ key, rev, value: JSON.stringify(value) }));
  const settings = await setConfiguration({ store: configuration, clock }, subject, author, wanted);
  const told = changes.map(({ key }) => ({ key, rev: settings[key]?.rev ?? 0 }));
  const headers = { location: `/v1/nodes/${nodeId}/configuration` };
  return { status: 202, body: { nodeId, settings: told }, rows: 0, headers };
}

/** What a change has to know: which settings there are, and what each replaces. */
export async function readConfiguration(context: ApiContext, caller: ApiCaller, nodeId: NodeId): Promise<Reply> {
  const { reading, configuration, clock } = context;
  const now = clock();
  const node = await requireAdmin(context, caller, nodeId);
  const subject = { networkId: node.networkId, nodeId };
  const ground = await configuration.readGround(subject, null);
  if (ground === null) throw unknownNode();
  const reader = { clientId: caller.clientId, name: caller.client.name };
  const [settings] = await Promise.all([
    tell(context, subject, ground),
    reading.addEntries(toReadEntries(reader, [node], null, now)),
  ]);
  return { status: 200, body: { nodeId, settings }, rows: settings.length };
}

export async function permitConfiguration(context: ApiContext, caller: ApiCaller, nodeId: NodeId): Promise<void> {
  await requireAdmin(context, caller, nodeId);
}

async function requireAdmin({ reading, clock }: ApiContext, { principalId }: ApiCaller, nodeId: NodeId) {
  const [node = null] = await reading.readNodes([nodeId], principalId);
  const grant = requireGrant(node, principalId, { kind: "health" }, clock());
  if (node === null) throw unknownNode();
  return { ...node, grant } satisfies StoredNode;
}

async function tell(
  { configuration }: ApiContext,
  subject: Subject,
  { link, desired, reported }: Ground,
): Promise<WireSettings["settings"]> {
  const { settings } = await configuration.readDescribed(subject, link.kind);
  return settings.map(({ key, label, help = null, field }) => {
    const wish = desired.settings[key];
    const word = reported?.values[key];
    return {
      ...{ key, label, help, field, rev: wish?.rev ?? 0 },
      wanted: wish
        ? {
            value: parseSettingText(wish.value) ?? null,
            ...{ state: wish.state, reason: wish.reason, detail: wish.detail, at: toIso(wish.at) },
          }
        : null,
      reported: word ? { value: parseSettingText(word.value) ?? null, at: toIso(word.at) } : null,
    };
  });
}
