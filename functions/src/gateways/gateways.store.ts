import { type NetworkDraft, OWN_NETWORKS_MAX } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { type Network, networkSchema } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import type { DocumentReference, Firestore } from "firebase-admin/firestore";
import { type Right, toRight } from "../access/right.store.ts";
import { planDirectory } from "../link/directory.ts";
import { createLinkStore, type StoredLink } from "../link/link.store.ts";
import type { LinkRecord } from "../link/link-record.ts";
import { AppError } from "../platform/app-error.ts";
import { addWrite, commitWrites, isConflict } from "../platform/commit.store.ts";
import { transact } from "../platform/transact.store.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import type { GrantCopy } from "./plan-edit.ts";

const ATTEMPTS_MAX = 8;
/** Grants written at once. */
const GRANTS_AT_ONCE = 50;

/** What an act is planned from, and what its commit is guarded by. */
export interface Ground {
  readonly networkId: NetworkId;
  readonly right: Right;
  readonly network: Pick<Network, keyof NetworkDraft | "dispatcher" | "linkEpoch">;
  readonly stored: StoredLink;
}

export interface Decision {
  readonly writes: readonly Write[];
  /** Null: as it is. */
  readonly directory?: { readonly before: Directory; readonly after: Directory } | null;
  /** Absent: as it is. */
  readonly link?: LinkRecord;
  /** Nobody is expected to call before somebody does. */
  readonly isGone?: boolean;
}

export interface GatewaysStore {
  /** Everything or nothing. @throws AppError too_many, unavailable */
  create(ownerId: string, writes: readonly Write[]): Promise<void>;
  /** Null: no such network, or the caller neither owns nor administers it. */
  readGround(networkId: NetworkId, uid: string, now: number): Promise<Ground | null>;
  readDirectory(networkId: NetworkId): Promise<Directory | null>;
  /** Owner and administrators. */
  readManagers(networkId: NetworkId, now: number): Promise<readonly string[]>;
  /** All or nothing; `conflict` where a batch came between or a right ended. */
  commit(ground: Ground, decision: Decision): Promise<"committed" | "conflict">;
  /** Writes those grants of the network that say otherwise, some at a time. */
  tellGrants(networkId: NetworkId, copy: GrantCopy): Promise<void>;
}

export function createGatewaysStore(db: Firestore): GatewaysStore {
  const links = createLinkStore(db);
  return {
    async create(ownerId, writes) {
      const owned = db.collection("networks").where("ownerId", "==", ownerId).count();
      await transact(
        db,
        async (transaction) => {
          const { count } = (await transaction.get(owned)).data();
          if (count >= OWN_NETWORKS_MAX) throw new AppError("too_many", "networks of one person");
          for (const write of writes) addWrite(db, transaction, write);
        },
        ATTEMPTS_MAX,
      );
    },
    async readGround(networkId, uid, now) {
      const [network, grant] = await db.getAll(
        db.doc(paths.network(networkId)),
        db.doc(paths.networkGrant(networkId, uid)),
      );
      const right = network && grant && toRight(network, grant, uid, now);
      if (!right) return null;
      const stored = await links.readLink(networkId);
      return stored && { networkId, right, network: networkSchema.parse(network.data()), stored };
    },
    readDirectory: (networkId) => links.readDirectory(networkId),
    readManagers: (networkId, now) => links.readManagers(networkId, now),
    commit({ networkId, right, stored }, { writes, directory, link, isGone }) {
      const planned = directory ? planDirectory(directory.before, directory.after) : null;
      if (planned && planned.overflow.length > 0) throw new AppError("unavailable", "no room in the directory", 60);
      const data = {
        ...(link === undefined ? {} : { link }),
        ...(isGone ? { offlineAt: null } : {}),
        ...(planned === null ? {} : { "link.directoryVersion": planned.directory.version }),
      };
      const state = { path: paths.linkState(networkId), data, updatedAt: stored.updatedAt };
      const isStateChanged = Object.keys(data).length > 0;
      const all = [...writes, ...(planned?.writes ?? [])];
      return commitWrites(db, all, [...(isStateChanged ? [state] : []), right.guard]);
    },
    async tellGrants(networkId, copy) {
      const grants = db.collectionGroup("grants").where("networkId", "==", networkId);
      const { docs } = await grants.select("networkName", "timeZone").get();
      const others = docs.filter(
        (grant) => grant.get("networkName") !== copy.networkName || grant.get("timeZone") !== copy.timeZone,
      );
      for (let at = 0; at < others.length; at += GRANTS_AT_ONCE) {
        await Promise.all(others.slice(at, at + GRANTS_AT_ONCE).map(({ ref }) => tell(ref, copy)));
      }
    },
  };
}

/** `update`, since a grant that ended meanwhile must not come back. */
async function tell(grant: DocumentReference, copy: GrantCopy): Promise<void> {
  try {
    await grant.update({ ...copy });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}
