import { devices } from "../home/devices.ts";
import { runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { setSettings, waitForSetting } from "../support/settings.ts";
import { createAccount, openDatabase, requireStack, startTestNetwork } from "../support/stack.ts";
import { requireNode, waitForNodes } from "../support/stored.ts";
import { type Figure, toPercentile } from "./figure.ts";

const CHANGES = 25;

/** The call that sets → the simulated device's answer stored as confirmed, by each way a setting goes. */
export async function measureSetting(): Promise<Figure[]> {
  const owner = await createAccount("setting");
  const network = await startTestNetwork({ name: "setting", owner: owner.email });
  const { networkId, baseTopic } = network;
  const config = { ...defaultHome, baseTopic };
  const { mqtt: mqttUrl } = requireStack();
  const home = await runHome({ mqttUrl, config, now: Date.now, tickMs: 250, kept: null, stateFile: null });
  try {
    const plug = devices.find(({ key }) => key === "waterHeater");
    const nodes = await waitForNodes(openDatabase(), networkId, devices.length);
    const of = { networkId, nodeId: requireNode(nodes, plug?.address ?? "").id };
    const ways: readonly (readonly [string, (count: number) => unknown])[] = [
      ["x:power_on_behavior", (count) => (count % 2 === 0 ? "on" : "off")],
      ["o:power_calibration", (count) => count],
    ];
    const samples: number[] = [];
    let lost = 0;
    for (const [key, toValue] of ways) {
      // The first wakes what sleeps, and does not count.
      for (let count = 0; count <= CHANGES; count++) {
        const begunAt = Date.now();
        await setSettings(owner, of, { [key]: toValue(count) }, count);
        const isDone = await waitForSetting(of, key, ({ rev, state }) => rev === count + 1 && state !== "pending");
        if (isDone.state !== "confirmed") lost++;
        if (count > 0) samples.push(Date.now() - begunAt);
      }
    }
    const note = `${samples.length} changes`;
    return [
      { name: "setting confirmed, p50", value: toPercentile(samples, 0.5), unit: "ms", note },
      {
        name: "setting confirmed, p95",
        value: toPercentile(samples, 0.95),
        worst: Math.max(...samples),
        unit: "ms",
        atMost: 3000,
      },
      { name: "settings not confirmed", value: lost, unit: "", atMost: 0 },
    ];
  } finally {
    await home.close();
    await network.stop();
  }
}
