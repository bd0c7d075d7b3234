import type { NodeId } from "@lastmeter/model/ids";
import { devices } from "../home/devices.ts";
import { type MqttJsonHome, startMqttJsonHome } from "../home/mqtt-json-home.ts";
import { runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "./stack.ts";
import { requireNode, waitForNodes } from "./stored.ts";

/** Somebody with a network of each kind: the simulated home, and a device that speaks JSON over MQTT. */
export interface BothKinds {
  readonly owner: Account;
  readonly zigbee: TestNetwork;
  readonly json: TestNetwork;
  readonly kettle: MqttJsonHome;
  /** The water heater's plug of the simulated home. */
  readonly plugId: NodeId;
  stop(): Promise<void>;
}

export async function startBothKinds(account: string): Promise<BothKinds> {
  const plug = devices.find(({ key }) => key === "waterHeater");
  if (!plug) throw new Error("no plug");
  const owner = await createAccount(account);
  const mqtt = { topics: ["tele/#", "stat/#"], commandTopics: ["cmnd/+/POWER"] };
  const [zigbee, json] = await Promise.all([
    startTestNetwork({ name: "Flat", owner: owner.email }),
    startTestNetwork({ name: "Workshop", owner: owner.email, kind: "mqttjson", mqtt }),
  ]);
  const { mqtt: mqttUrl } = requireStack();
  const config = { ...defaultHome, baseTopic: zigbee.baseTopic };
  const [home, kettle] = await Promise.all([
    runHome({ mqttUrl, config, now: Date.now, tickMs: 250, kept: null, stateFile: null }),
    startMqttJsonHome({ mqttUrl, baseTopic: json.baseTopic, name: "kettle", power: 61.5 }),
  ]);
  const stored = await waitForNodes(openDatabase(), zigbee.networkId, devices.length);
  return {
    ...{ owner, zigbee, json, kettle },
    plugId: requireNode(stored, plug.address).id,
    async stop() {
      await home.close();
      await kettle.close();
      await Promise.all([zigbee.stop(), json.stop()]);
    },
  };
}
