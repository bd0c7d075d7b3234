import { bridgeVersions } from "@lastmeter/model/link/bridge-versions";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import { type FrameHeader, sealFrame } from "@lastmeter/model/link/frame";
import { toKeyText } from "@lastmeter/model/link/key";
import type { UplinkHead, UplinkReply } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { AppError } from "../platform/app-error.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { admitStart, withStart } from "./admit-start.ts";
import type { LinkContext } from "./context.ts";
import { isOlderVersion } from "./decide-hello.ts";
import { decideFrame, decideSession } from "./decide-session.ts";
import { rememberDirectory } from "./directory.ts";
import { afterRevokedCall, toStatus, withStatus } from "./gateway-status.ts";
import { ATTEMPTS_MAX } from "./hello.ts";
import { type LinkRecord, OFFLINE_GRACE_MS, toIntervalMs, toNextIntervalMs } from "./link-record.ts";
import { toNewInterest } from "./new-interest.ts";
import { toNewest } from "./newest.ts";
import { type ClaimedFrame, claimUplink, type OpenedFrame, openKnownUplink, openUplink } from "./open-uplink.ts";
import { type ParsedUplink, parseUplink, type UplinkFault } from "./parse-uplink.ts";
import { type PlannedUplink, planBatch, planNothing, type UplinkFacts, withHealth } from "./plan-batch.ts";
import { withAlarms } from "./with-alarms.ts";
import { withCommands } from "./with-commands.ts";
import { withRules } from "./with-rules.ts";

/** Nodes a display is told of. */
const NEWEST_MAX = 500;

/**
 * Sealed frame in, sealed reply out. The order is the security: ids made by us, key, session, tag, replay window, then the content;
 * one guarded commit holds window, cursor and readings; only then the reply is sealed. @throws AppError for what cannot be sealed.
 */
export async function handleUplink(context: LinkContext, body: Uint8Array): Promise<Uint8Array> {
  const claimed = await claimUplink(context, body);
  const { header } = claimed.frame;
  let opened = await openKnownUplink(claimed);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const now = context.clock();
    const read = await context.store.readLink(header.networkId);
    if (read === null) throw new AppError("auth_failed", "unknown network");
    const session = decideSession(read.link, header, now);
    if (session === "auth_failed") throw new AppError("auth_failed", "unknown or expired session");
    opened ??= await openUplink(context, claimed, session);
    const framed = decideFrame(read.link, session, header.seq);
    if (framed === "replayed_seq") throw new AppError("replayed_seq", "window");

    const uplink = parseUplink(opened.plaintext);
    const known = { networkId: header.networkId, read, link: framed, now };
    const link = await admitStart(context, known, session.boot, "code" in uplink || uplink.batch.backfill);
    const planned = await planUplink(context, { ...known, link }, uplink);
    if (planned === "conflict") continue;
    const offlineAt =
      read.link.revoked || isBeside(read.link, uplink) ? null : now + toIntervalMs(planned.link) + OFFLINE_GRACE_MS;
    if ((await context.store.commit(header.networkId, { read, offlineAt, ...planned })) === "conflict") continue;

    if (planned.directory !== null) rememberDirectory(context, planned.directory);
    logUplink(context, claimed, planned, attempt);
    const head = "head" in uplink && !read.link.revoked ? uplink.head : null;
    return sealReply(opened, claimed, await toReply(context, claimed, planned, head, now));
  }
  throw new AppError("unavailable", "contended", 2);
}

async function planUplink(
  context: LinkContext,
  known: Omit<UplinkFacts, "uplink">,
  uplink: ParsedUplink | UplinkFault,
): Promise<PlannedUplink | "conflict"> {
  const { link, networkId, now } = known;
  if (link.revoked) {
    const told = withStatus(networkId, link, afterRevokedCall(toStatus(link), now));
    const refused = planNothing(told.link, { status: "refused", code: "revoked", cursor: link.cursor });
    return withCommands(context, { ...refused, ...told }, known, null);
  }
  const planned = await planContent(context, known, uplink);
  return planned === "conflict" ? planned : withoutOldKey(context, planned, known);
}

async function planContent(
  context: LinkContext,
  known: Omit<UplinkFacts, "uplink">,
  uplink: ParsedUplink | UplinkFault,
): Promise<PlannedUplink | "conflict"> {
  const { link } = known;
  if ("code" in uplink) {
    return withRules(context, planNothing(link, { status: "refused", ...uplink, cursor: link.cursor }), known);
  }
  const facts = { ...known, uplink };
  const planned = await planBatch(context, facts);
  if (planned === "conflict") return planned;
  // What a refused frame says of commands, the next one says again.
  const withAll = async (each: PlannedUplink) =>
    isBeside(link, uplink) ? each : withAlarms(context, withStart(withHealth(each, facts), facts), facts);
  const ruled = await withRules(context, planned, facts);
  if (ruled === "conflict") return ruled;
  if (planned.outcome.status === "refused") return withAll(ruled);
  const whole = await withCommands(context, ruled, known, uplink.batch.backfill ? null : uplink);
  return whole === "conflict" ? whole : withAll(whole);
}

/** Whether it is a recording's, read beside a gateway that has been heard: then its head says nothing of that one. */
function isBeside({ health }: LinkRecord, uplink: ParsedUplink | UplinkFault): boolean {
  return "batch" in uplink && uplink.batch.backfill && health.state !== "waiting";
}

/** The first frame under the next key ends the one before: then its wrapped form goes too. */
async function withoutOldKey(
  { store }: LinkContext,
  planned: PlannedUplink,
  { networkId, read }: Omit<UplinkFacts, "uplink">,
) {
  const [kid] = planned.link.kids;
  if (kid === undefined || read.link.kids.length === planned.link.kids.length) return planned;
  const wrapped = await store.readWrappedKey(networkId, kid);
  const data = { keys: { [kid]: wrapped } };
  const write: Write = { kind: "replaceFields", path: paths.networkKey(networkId), data, fields: ["keys"] };
  return wrapped === null ? planned : { ...planned, writes: [...planned.writes, write] };
}

async function toReply(
  context: LinkContext,
  { frame: { header } }: ClaimedFrame,
  planned: PlannedUplink,
  head: UplinkHead | null,
  now: number,
): Promise<UplinkReply> {
  const { link, outcome, directory, handedOver } = planned;
  const protocol = context.protocolFor(link.kind);
  const base = {
    ...outcome,
    serverTime: now,
    notRelayed: [...protocol.notRelayed],
    intervalMs: toNextIntervalMs(link, planned.lastsAt ?? null, now),
  };
  if (head === null) return base;
  const interest = toNewInterest(planned, protocol, head.interestVersion);
  const listener = head.wantsToken ? await createListener(context, header.networkId, link.epoch) : null;
  const nextKey = await findNextKey(context, header, link);
  const newest = head.wantsNewest && directory !== null ? await readNewest(context, directory, now) : null;
  return {
    ...base,
    ...(interest === null ? {} : { interest }),
    ...(listener === null ? {} : { listener }),
    ...(nextKey === null ? {} : { nextKey: toKeyText(nextKey) }),
    ...(newest === null ? {} : { newest }),
    ...(handedOver.length === 0 ? {} : { commands: [...handedOver] }),
  };
}

/** For a gateway that still uses the key before. */
async function findNextKey({ keyRing }: LinkContext, { networkId, kid }: FrameHeader, { kids, active }: LinkRecord) {
  const next = kids[1];
  const isObedient = !isOlderVersion(active?.version ?? "", bridgeVersions.obedient);
  return next === undefined || kid !== kids[0] || !isObedient ? null : keyRing.find(networkId, next);
}

/** For a display in the home; as committed with this frame. */
async function readNewest({ store, log }: LinkContext, { nodes, networkId }: Directory, now: number) {
  const present = Object.values(nodes).filter(({ removed }) => !removed);
  try {
    return toNewest(await store.readNodesNow(present.map(({ nodeId }) => nodeId).slice(0, NEWEST_MAX)), now);
  } catch (cause) {
    log.error("link.newest_failed", { networkId }, cause);
    return null;
  }
}

/** A listener only makes the gateway quicker: without one it goes on by its interval. */
async function createListener(context: LinkContext, networkId: UplinkFacts["networkId"], epoch: number) {
  try {
    return await context.createListener(networkId, epoch);
  } catch (cause) {
    context.log.error("link.listener_failed", { networkId }, cause);
    return null;
  }
}

function sealReply(
  { keys }: OpenedFrame,
  { frame: { header } }: ClaimedFrame,
  reply: UplinkReply,
): Promise<Uint8Array> {
  return sealFrame(keys.down, { ...header, type: "reply" }, toUtf8(JSON.stringify(reply)));
}

function logUplink(
  { log }: LinkContext,
  { frame: { header } }: ClaimedFrame,
  { outcome, counts }: PlannedUplink,
  attempt: number,
): void {
  const { networkId } = header;
  log.info("link.uplink", { networkId, status: outcome.status, code: outcome.code ?? null, attempt, ...counts });
  if (counts.missing > 0) log.warn("link.missing", { networkId, missing: counts.missing });
}
