import { createGatewaysStore } from "@lastmeter/functions/src/gateways/gateways.store.ts";
import { handleGateways } from "@lastmeter/functions/src/gateways/gateways.ts";
import { AppError } from "@lastmeter/functions/src/platform/app-error.ts";
import { enrolmentReplySchema, gatewayStatusSchema } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { parseKeyText } from "@lastmeter/model/link/key";
import { networkSchema } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import type { LinkBench } from "./link-bench.ts";

export const draft = {
  name: "Villa",
  description: "By the sea",
  kind: "zigbee2mqtt",
  location: { latitude: 37.98, longitude: 23.73 },
  timeZone: "Europe/Athens",
  gatewayAddress: "pi.local",
};
export const dispatcherUrl = "https://dispatcher.example.org/base";

interface Caller {
  readonly uid: string;
  readonly email: string;
  readonly isVerified: boolean;
}

export const anOwner: Caller = { uid: "owner", email: "owner@example.org", isVerified: true };

/** The acts of `gateways` beside the link, in this process, on the emulator. */
export function openGatewaysBench(link: LinkBench) {
  const bench = {
    /** The result, or the kind of the problem. */
    async act(caller: Caller | undefined, request: object): Promise<unknown> {
      if (caller === undefined) throw new Error("nobody");
      const { db, secrets, time } = link;
      const context = {
        store: createGatewaysStore(db),
        secrets,
        dispatcherUrl,
        now: time.now,
        followRules: () => Promise.resolve(),
      };
      const { uid, email, isVerified } = caller;
      try {
        return await handleGateways(context, { uid, verifiedEmail: isVerified ? email : null }, request);
      } catch (error) {
        if (error instanceof AppError) return error.kind;
        throw error;
      }
    },
    register: async (caller: Caller | undefined = anOwner) =>
      toHome(await bench.act(caller, { act: "register", network: draft })),
    replace: async (networkId: NetworkId) => toHome(await bench.act(anOwner, { act: "replace", networkId })),
    readStatus: async (networkId: NetworkId) =>
      gatewayStatusSchema.parse((await link.db.doc(paths.gatewayStatus(networkId)).get()).data()),
    readNetwork: async (networkId: NetworkId) =>
      networkSchema.parse((await link.db.doc(paths.network(networkId)).get()).data()),
    faultsOf: async (networkId: NetworkId) =>
      (await bench.readStatus(networkId)).faults.map(({ fault }) => fault).filter((fault) => fault !== "outdated"),
    readKids: async (networkId: NetworkId) =>
      Object.keys((await link.db.doc(paths.networkKey(networkId)).get()).get("keys") ?? {}),
  };
  return bench;
}

function toHome(outcome: unknown) {
  const reply = enrolmentReplySchema.parse(outcome);
  const linkKey = parseKeyText(reply.key);
  if (typeof linkKey === "string") throw new Error(linkKey);
  return { ...reply, linkKey };
}
