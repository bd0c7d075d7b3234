import { type AccountRequest, type ExportFormat, erasedSchema, exportLinkSchema } from "@lastmeter/model/account";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { z } from "zod/mini";
import { call } from "./call.ts";
import { loadAuth } from "./client.ts";
import { type FirebaseConfig, loadConfig } from "./firebase/config.ts";

const REGION = "europe-west1";

const act = <T>(request: AccountRequest, schema: Parameters<typeof call<T>>[2]) => call("account", request, schema);

/** The acts on a person's data as a whole. @throws CallError */
export const account = {
  setRetention: (networkId: NetworkId, rawMonths: number) =>
    act({ act: "setRetention", networkId, rawMonths }, z.unknown()),
  eraseNode: (nodeId: NodeId) => act({ act: "eraseNode", nodeId }, erasedSchema),
  eraseNetwork: (networkId: NetworkId) => act({ act: "eraseNetwork", networkId }, erasedSchema),
  eraseAccount: () => act({ act: "eraseAccount" }, erasedSchema),
  /** The browser writes the file; what it shows of it is its own. */
  async download(networkId: NetworkId, format: ExportFormat): Promise<void> {
    const [config, { query }] = await Promise.all([
      loadConfig(),
      act({ act: "export", networkId, format }, exportLinkSchema),
    ]);
    location.assign(`${toFunctionUrl(config, "download")}?${query}`);
  },
};

/** Past the page's own host, which ends what takes longer than a minute. */
function toFunctionUrl({ options, emulators }: FirebaseConfig, name: string): string {
  const { projectId } = options;
  if (emulators === null) return `https://${REGION}-${projectId}.cloudfunctions.net/${name}`;
  return `http://${emulators.host}:${emulators.authPort - 1}/${projectId}/${REGION}/${name}`;
}

/** Proves anew who is signed in. @returns false where it is the wrong password. @throws without a network */
export async function reauthenticate(email: string, password: string): Promise<boolean> {
  try {
    await (await loadAuth()).signIn(email, password);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "auth/invalid-credential" || code === "auth/wrong-password") return false;
    throw error;
  }
}
