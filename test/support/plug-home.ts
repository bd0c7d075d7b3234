import { toDeviceList } from "./plug.ts";
import { type Account, createAccount, openDatabase, startTestNetwork, type TestNetwork } from "./stack.ts";
import { type StoredNode, waitForNodes } from "./stored.ts";

/** An account of its own with a network that has one metering plug. */
export interface PlugHome {
  readonly account: Account;
  readonly network: TestNetwork;
  readonly plug: StoredNode;
}

interface PlugHomeOptions {
  readonly account: string;
  readonly network: string;
  /** As Zigbee2MQTT calls it. */
  readonly plug: string;
  readonly timeZone?: string;
}

export async function startPlugHome({ plug: name, ...names }: PlugHomeOptions): Promise<PlugHome> {
  const account = await createAccount(names.account);
  const { timeZone } = names;
  const network = await startTestNetwork({
    name: names.network,
    owner: account.email,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  await network.publish("bridge/state", '{"state":"online"}', true);
  await network.publish("bridge/devices", toDeviceList(name), true);
  const [plug] = await waitForNodes(openDatabase(), network.networkId, 1);
  if (!plug) throw new Error("no plug");
  return { account, network, plug };
}
