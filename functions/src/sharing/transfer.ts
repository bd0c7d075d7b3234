import { type GrantTerms, isCurrent } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { toDirectoryBytes } from "../link/directory-codec.ts";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { type SharingContext, settle } from "./context.ts";
import { toEntryWrites } from "./entry.ts";
import { toNetworkGrant } from "./new-grant.ts";
import { planStanding } from "./plan-standing.ts";
import type { RequestOf } from "./request.ts";
import type { SharedNetwork, Standing } from "./standing.ts";

/** The old owner stays as administrator, until the new one decides otherwise. */
export async function transfer(context: SharingContext, caller: Caller, { networkId, to }: RequestOf<"transfer">) {
  const { now } = context;
  const heir = await context.store.readAccount(to);
  await settle(context, async (transaction) => {
    const network = await transaction.readNetwork(networkId);
    if (network?.ownerId !== caller.uid) throw new AppError("not_found", "no network of this owner");
    if (to === caller.uid) throw new AppError("forbidden", "to the owner");
    const next = await transaction.readStanding(network, to, null);
    const previous = await transaction.readStanding(network, caller.uid, null);
    const isAdmin = next.networkGrant?.role === "admin" && isCurrent(next.networkGrant, now);
    if (!isAdmin || !heir?.isVerified) throw new AppError("forbidden", "to an administrator with a verified e-mail");
    const directory = await transaction.readDirectory(networkId);
    const grants = await transaction.readGrantPaths(networkId);
    const plan = planTransfer({ next, previous, ownerLabel: heir.label, directory, now });
    const labels = grants
      .filter(({ principalId }) => principalId !== to)
      .map(({ path }) => toOwnerLabel(path, heir.label));
    const who = { who: caller.uid, whoLabel: network.ownerLabel, principalId: to, label: heir.label };
    const entry = toEntryWrites(networkId, null, { act: "transfer", at: now, ...who });
    return { networkId, plan, writes: [...labels, ...entry], result: null };
  });
  return null;
}

function toOwnerLabel(path: string, ownerLabel: string): Write {
  return { kind: "replaceFields", path, data: { ownerLabel }, fields: ["ownerLabel"] };
}

const forGood: Omit<GrantTerms, "from"> = {
  role: "admin",
  resolution: "raw",
  channels: null,
  until: null,
  historyFrom: null,
  purpose: "",
};

interface TransferFacts {
  readonly next: Standing;
  readonly previous: Standing;
  readonly ownerLabel: string;
  readonly directory: Directory | null;
  readonly now: number;
}

/** Whatever names the owner names the next one; their grants end, the previous owner gets an administrator's. */
function planTransfer({ next, previous, ownerLabel, directory, now }: TransferFacts) {
  const ownerId = next.principalId;
  const network: SharedNetwork = { ...next.network, ownerId, ownerLabel };
  const { networkId } = network;
  const ended = new Map<NodeId, null>([...next.nodeGrants.keys()].map((nodeId) => [nodeId, null]));
  const ofNext = planStanding({ ...next, network }, { networkGrant: null, nodeGrants: ended }, now);
  const given = {
    principalId: previous.principalId,
    label: previous.network.ownerLabel,
    terms: { ...forGood, from: now },
    by: previous.principalId,
    at: now,
  };
  const ofPrevious = planStanding(
    { ...previous, network },
    { networkGrant: toNetworkGrant(network, given, null) },
    now,
  );
  const toOwner = (path: string): Write => ({ kind: "replaceFields", path, data: { ownerId }, fields: ["ownerId"] });
  return {
    ...ofNext,
    writes: [
      toOwner(paths.network(networkId)),
      ...next.nodes.map(({ nodeId }) => toOwner(paths.node(nodeId))),
      ...ofNext.writes,
      ...ofPrevious.writes,
      ...(directory === null ? [] : toDirectoryWrites(directory, ownerId)),
    ],
  };
}

/** Nodes to come belong to the next owner. The link's record names the version, so that no instance goes on with the one it remembers. */
function toDirectoryWrites(before: Directory, ownerId: string): Write[] {
  const version = before.version + 1;
  const interestVersion = before.interestVersion ?? before.version;
  const data = { version, d: toDirectoryBytes({ ...before, ownerId, version, interestVersion }) };
  return [
    { kind: "replaceFields", path: paths.directory(before.networkId), data, fields: ["version", "d"] },
    { kind: "merge", path: paths.linkState(before.networkId), data: { link: { directoryVersion: version } } },
  ];
}
