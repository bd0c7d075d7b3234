import type { AccessVector, VectorAsk, VectorGrant } from "@lastmeter/functions/src/access/vectors.ts";
import { isCurrent, toViewId } from "@lastmeter/model/grant";
import type { Answer, Ask, Caller, Project } from "./project.ts";
import { roleOf, toGrant } from "./roles.ts";

const ownerUid = "homeOwner";
const granteeUid = "grantee";
const callers: Record<AccessVector["who"], Caller> = {
  owner: { uid: ownerUid, claims: roleOf("stranger").token },
  grantee: { uid: granteeUid, claims: roleOf("stranger").token },
};

/** A home of one node, with what one person was granted of it: as the server leaves grants, lists and copies. */
export interface Home {
  readonly networkId: string;
  readonly nodeId: string;
  readonly documents: readonly (readonly [path: string, data: object])[];
}

type Granted = Pick<AccessVector, "grant" | "networkGrant">;

/** @param nth another home each. */
export async function toHome(nth: number, { grant, networkGrant }: Granted): Promise<Home> {
  const networkId = String(nth).padStart(32, "N");
  const nodeId = String(nth).padStart(22, "n");
  const now = Date.now();
  const terms = async (granted: VectorGrant) => ({
    ...granted,
    networkId: networkId as never,
    channels: granted.channels && [...granted.channels],
    view: granted.channels && (await toViewId(nodeId, granted.channels)),
    from: now + granted.from,
    until: granted.until === null ? null : now + granted.until,
  });
  const ofNode = grant && toGrant(`nodes/${nodeId}`, granteeUid, await terms(grant));
  const ofNetwork = networkGrant && toGrant(`networks/${networkId}`, granteeUid, await terms(networkGrant));
  const lists = (isIn: boolean) => (ofNode && isIn && isCurrent(ofNode, now) ? [granteeUid] : []);
  const isRaw = ofNode?.resolution === "raw";
  const documents: [string, object][] = [
    [`networks/${networkId}`, { ownerId: ownerUid }],
    [`nodes/${nodeId}`, { ownerId: ownerUid, memberIds: [ownerUid, ...lists(true)] }],
    [`live/${nodeId}`, { readers: [ownerUid, ...lists(isRaw && ofNode.view === null)] }],
    [`health/${nodeId}`, { managers: [ownerUid, ...lists(ofNode?.role === "admin")] }],
  ];
  if (ofNode) documents.push([`nodes/${nodeId}/grants/${granteeUid}`, ofNode]);
  if (ofNode?.view) documents.push([`live/${nodeId}~${ofNode.view}`, { readers: lists(isRaw) }]);
  if (ofNetwork) documents.push([`networks/${networkId}/grants/${granteeUid}`, ofNetwork]);
  return { networkId, nodeId, documents };
}

/** Null: decided by functions only. */
async function toAsk({ networkId, nodeId }: Home, uid: string, ask: VectorAsk): Promise<Ask | null> {
  const node = `nodes/${nodeId}`;
  const network = `networks/${networkId}`;
  const viewId = "channels" in ask && ask.channels ? await toViewId(nodeId, ask.channels) : null;
  const from = viewId === null ? node : `${node}/views/${viewId}`;
  const read = (collection: string, id: string | null): Ask =>
    id === null ? { act: "list", collection } : { act: "get", path: `${collection}/${id}` };
  switch (ask.kind) {
    case "command":
      return null;
    case "series":
      return read(`${from}/series/${ask.resolution}/buckets`, ask.bucketId);
    case "events":
      return read(`${from}/events`, ask.localDay);
    case "live":
      return read("live", viewId === null ? nodeId : `${nodeId}~${viewId}`);
    case "node":
      return read("nodes", nodeId);
    case "network":
      return read("networks", networkId);
    case "health":
      return read("health", nodeId);
    case "watch":
      return { act: "create", path: `${network}/watch/${uid}`, data: { until: Date.now() + 60_000, nodeId } };
    case "grants":
    case "repairs":
      return read(`${node}/${ask.kind}`, null);
    case "members":
      return read(`${network}/grants`, null);
    default:
      return read(`${network}/${ask.kind}`, null);
  }
}

/** What the rules say of a row of the shared table; undefined where they have no part in it. */
export async function askInHome(
  project: Project,
  home: Home,
  who: AccessVector["who"],
  what: VectorAsk,
): Promise<Answer["verdict"] | undefined> {
  const caller = callers[who];
  const ask = await toAsk(home, caller.uid ?? "", what);
  return ask === null ? undefined : (await project.ask(caller, ask)).verdict;
}
