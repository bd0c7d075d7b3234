import { type NetworkId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import {
  INVITATION_MS,
  type Invitation,
  type InvitationOffer,
  OPEN_INVITATIONS_MAX,
  toInvitationId,
} from "@lastmeter/model/sharing";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { requireActor, requireAll, type SharingContext, settle } from "./context.ts";
import { type Actor, decideActor } from "./decide-actor.ts";
import { toEntryWrites } from "./entry.ts";
import { give } from "./give.ts";
import { requireTerms } from "./new-grant.ts";
import type { RequestOf } from "./request.ts";
import type { SharingTransaction } from "./sharing.store.ts";
import type { SharedNetwork, SharedNode } from "./standing.ts";

export async function invite({ store, now }: SharingContext, caller: Caller, request: RequestOf<"invite">) {
  const { networkId, nodeIds, email, terms } = request;
  const token = randomId();
  const path = paths.invitation(networkId, await toInvitationId(token));
  const expiresAt = now + INVITATION_MS;
  await store.transact(async (transaction) => {
    const { network, actor } = await requireActor(transaction, networkId, caller.uid, now);
    if (actor === "admin" && terms.role === "admin") throw new AppError("forbidden", "only the owner appoints");
    if (email === caller.verifiedEmail || email === network.ownerLabel)
      throw new AppError("forbidden", "oneself or the owner");
    const nodes = nodeIds && (await transaction.readNodes(networkId, nodeIds));
    requireAll(nodes ?? [], nodeIds);
    requireTerms(terms, nodes, false, now);
    if ((await transaction.count(paths.invitations(networkId))) >= OPEN_INVITATIONS_MAX) {
      throw new AppError("too_many", "open invitations");
    }
    const invitation: Invitation = { v: 1, networkId, email, nodeIds, terms, by: caller.uid, at: now, expiresAt };
    const who = { who: caller.uid, whoLabel: caller.verifiedEmail ?? "" };
    transaction.write([
      { kind: "create", path, data: invitation },
      ...toEntryWrites(networkId, nodeIds, { act: "invite", at: now, ...who, principalId: null, label: email, terms }),
    ]);
  });
  return { token, expiresAt };
}

/** An invitation as the one it is for may see it. */
interface Offer {
  readonly path: string;
  readonly email: string;
  readonly invitation: Invitation;
  readonly network: SharedNetwork;
  readonly actor: Actor;
  /** Those that are still there. */
  readonly nodes: readonly SharedNode[] | null;
}

/** One answer for unknown, answered, expired, withdrawn, somebody else's, and no longer whoever's to offer. @throws AppError */
async function requireOffer(
  transaction: SharingTransaction,
  { now }: SharingContext,
  { verifiedEmail: email }: Caller,
  networkId: NetworkId,
  invitationId: string,
): Promise<Offer> {
  // Said before anything is looked up, so it tells nothing of the invitation.
  if (email === null) throw new AppError("forbidden", "e-mail not verified");
  const none = () => new AppError("not_found", "no such invitation of this person");
  const invitation = await transaction.readInvitation(networkId, invitationId);
  const network = await transaction.readNetwork(networkId);
  if (invitation === null || network === null || invitation.email !== email) throw none();
  const { by, nodeIds, terms, expiresAt } = invitation;
  const actor = decideActor(network.ownerId, await transaction.readNetworkGrant(networkId, by), by, now);
  const nodes = nodeIds && (await transaction.readNodes(networkId, nodeIds));
  const isOver = expiresAt <= now || (terms.until !== null && terms.until <= now);
  if (isOver || nodes?.length === 0 || (actor === "admin" && terms.role === "admin")) throw none();
  return { path: paths.invitation(networkId, invitationId), email, invitation, network, actor, nodes };
}

export async function preview(
  context: SharingContext,
  caller: Caller,
  request: RequestOf<"preview">,
): Promise<InvitationOffer> {
  const invitationId = await toInvitationId(request.token);
  return context.store.transact(async (transaction) => {
    const { invitation, network, nodes } = await requireOffer(
      transaction,
      context,
      caller,
      request.networkId,
      invitationId,
    );
    const { email, terms, expiresAt } = invitation;
    return {
      networkName: network.name,
      ownerLabel: network.ownerLabel,
      email,
      nodes: nodes?.map(({ nodeId, name, room }) => ({ nodeId, name, room })) ?? null,
      terms,
      expiresAt,
    };
  });
}

export async function accept(context: SharingContext, caller: Caller, request: RequestOf<"accept">) {
  const invitationId = await toInvitationId(request.token);
  return settle(context, async (transaction, views) => {
    const offer = await requireOffer(transaction, context, caller, request.networkId, invitationId);
    const { invitation, network, actor, nodes, email, path } = offer;
    const nodeIds = nodes?.map(({ nodeId }) => nodeId) ?? null;
    const standing = await transaction.readStanding(network, caller.uid, nodeIds);
    const giving = {
      act: "grant" as const,
      by: { uid: invitation.by, actor },
      who: { uid: caller.uid, label: email },
      label: email,
      terms: invitation.terms,
      nodeIds,
      writes: [{ kind: "delete" as const, path }],
    };
    return give(transaction, standing, giving, views, context.now);
  });
}

export async function decline(context: SharingContext, caller: Caller, request: RequestOf<"decline">) {
  const invitationId = await toInvitationId(request.token);
  await context.store.transact(async (transaction) => {
    const offer = await requireOffer(transaction, context, caller, request.networkId, invitationId);
    const who = { who: caller.uid, whoLabel: offer.email, principalId: caller.uid, label: offer.email };
    transaction.write([
      { kind: "delete", path: offer.path },
      ...toEntryWrites(request.networkId, offer.invitation.nodeIds, { act: "decline", at: context.now, ...who }),
    ]);
  });
  return null;
}

export async function withdraw({ store, now }: SharingContext, caller: Caller, request: RequestOf<"withdraw">) {
  const { networkId, invitationId } = request;
  await store.transact(async (transaction) => {
    await requireActor(transaction, networkId, caller.uid, now);
    const invitation = await transaction.readInvitation(networkId, invitationId);
    if (invitation === null) throw new AppError("not_found", "no such invitation");
    const who = { who: caller.uid, whoLabel: caller.verifiedEmail ?? "", principalId: null, label: invitation.email };
    transaction.write([
      { kind: "delete", path: paths.invitation(networkId, invitationId) },
      ...toEntryWrites(networkId, invitation.nodeIds, { act: "withdraw", at: now, ...who }),
    ]);
  });
  return null;
}
