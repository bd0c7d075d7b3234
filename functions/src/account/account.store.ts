import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { type NetworkId, type NodeId, networkIdSchema, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Firestore, Timestamp, type Transaction } from "firebase-admin/firestore";
import { AppError } from "../platform/app-error.ts";

/** Each act with its entry in the log, in one transaction. @throws AppError not_found: not of this owner. */
export interface AccountStore {
  setRetention(
    networkId: NetworkId,
    change: { uid: string; rawMonths: number; now: number; entry: AccessLogEntry },
  ): Promise<void>;
  addEntry(networkId: NetworkId, act: { uid: string; entry: AccessLogEntry }): Promise<void>;
  readNetworkOf(nodeId: NodeId, uid: string): Promise<NetworkId>;
}

export function createAccountStore(db: Firestore): AccountStore {
  /** Also checks that the caller owns the network still when it is committed. */
  const write = (
    networkId: NetworkId,
    { uid, entry }: { uid: string; entry: AccessLogEntry },
    more: (transaction: Transaction) => void = () => {},
  ) =>
    db.runTransaction(async (transaction) => {
      const network = await transaction.get(db.doc(paths.network(networkId)));
      if (network.get("ownerId") !== uid) throw new AppError("not_found", "no such network of this owner");
      transaction.create(db.doc(paths.accessLog(networkId, randomId())), entry);
      more(transaction);
    });
  return {
    addEntry: (networkId, act) => write(networkId, act),
    setRetention: (networkId, { rawMonths, now, ...act }) =>
      write(networkId, act, (transaction) => {
        transaction.update(db.doc(paths.network(networkId)), { rawMonths });
        transaction.set(db.doc(paths.retention(networkId)), { sweepAt: Timestamp.fromMillis(now) });
      }),
    async readNetworkOf(nodeId, uid) {
      const node = await db.doc(paths.node(nodeId)).get();
      if (node.get("ownerId") !== uid) throw new AppError("not_found", "no such node of this owner");
      return networkIdSchema.parse(node.get("networkId"));
    },
  };
}
