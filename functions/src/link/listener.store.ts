import type { NetworkId } from "@lastmeter/model/ids";
import type { Listener } from "@lastmeter/model/link/messages";
import { getAdminAuth } from "../platform/app.ts";
import type { ListenerConfig } from "../platform/config.ts";

/** Custom tokens of the gateway principal; the security rules require `epoch` to be the network's `linkEpoch`. */
export function createListenerSource(config: ListenerConfig) {
  return async (networkId: NetworkId, epoch: number): Promise<Listener> => {
    const token = await getAdminAuth().createCustomToken(`gw_${networkId}`, { role: "gateway", networkId, epoch });
    return { token, ...config };
  };
}
