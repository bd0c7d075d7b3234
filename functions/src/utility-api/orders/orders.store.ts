import { commandSchema } from "@lastmeter/model/command";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import type { OrdersStore } from "./commands.ts";

export function createOrdersStore(db: Firestore): OrdersStore {
  return {
    async readCommand(networkId, commandId) {
      const snapshot = await db.doc(paths.command(networkId, commandId)).get();
      return snapshot.exists ? commandSchema.parse(snapshot.data()) : null;
    },
  };
}
