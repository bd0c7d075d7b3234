import { clientSchema } from "@lastmeter/model/client";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { storedSecretsSchema } from "./clients/clients.store.ts";
import type { CallersStore } from "./context.ts";

export function createCallersStore(db: Firestore): CallersStore {
  return {
    async readClient(clientId) {
      const snapshot = await db.doc(paths.client(clientId)).get();
      return snapshot.exists ? clientSchema.parse(snapshot.data()) : null;
    },
    async readClientWithSecrets(clientId) {
      const [client, stored] = await db.getAll(db.doc(paths.client(clientId)), db.doc(paths.clientSecrets(clientId)));
      if (!client?.exists || !stored?.exists) return null;
      return { client: clientSchema.parse(client.data()), stored: storedSecretsSchema.parse(stored.data()) };
    },
  };
}
