import { alarmSchema } from "@lastmeter/model/alarm";
import { paths } from "@lastmeter/model/paths";
import { toRule } from "../flows/rules-bench.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { toDeviceList } from "../support/plug.ts";
import { createAccount, openDatabase, startTestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";
import { type Figure, toPercentile } from "./figure.ts";

const SAMPLES = 25;
const P95_MAX_MS = 1500;
/** So that each time the home is idle: no batch is on its way. */
const IDLE_MS = 1500;
const SETTLE_MS = 4000;

/** MQTT publish → alarm document, through real bridge and functions, of a home that nobody looks at. */
export async function measureIdleAlarm(): Promise<Figure[]> {
  const account = await createAccount("alarms");
  const network = await startTestNetwork({ name: "alarms", owner: account.email });
  const db = openDatabase();
  const { networkId } = network;
  const raised = new Map<number, number>();
  let stop = () => {};
  try {
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toDeviceList("plug"), true);
    const [plug] = await waitForNodes(db, networkId, 1);
    if (!plug) throw new Error("no plug");
    const when = {
      kind: "value" as const,
      subject: { of: "node" as const, nodeId: plug.id },
      is: "above" as const,
      limit: 2000,
      hysteresis: 0,
      forMs: 0,
    };
    const rule = toRule({ when, actions: [{ do: "alarm", severity: "warning", title: null }] });
    const reply = await call("rules", account, { act: "save", networkId, ruleId: null, version: null, rule });
    if (reply.status !== 200) throw new Error(`rules answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    stop = db.collection(paths.alarms(networkId)).onSnapshot((snapshot) => {
      const at = performance.now();
      for (const { doc } of snapshot.docChanges()) {
        const { kind, facts } = alarmSchema.parse(doc.data());
        if (kind === "rule" && typeof facts.value === "number" && !raised.has(facts.value)) raised.set(facts.value, at);
      }
    });
    // Nobody looks any more, and the bridge, rung for, has heard what matters.
    await db.doc(paths.watch(networkId, "test")).delete();
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    const samples: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      await new Promise((done) => setTimeout(done, IDLE_MS));
      const watts = 2001 + i;
      const sentAt = performance.now();
      await network.publish("plug", JSON.stringify({ power: watts }));
      await waitFor("the alarm", () => raised.has(watts), 60_000);
      samples.push((raised.get(watts) ?? Number.NaN) - sentAt);
      await new Promise((done) => setTimeout(done, IDLE_MS));
      await network.publish("plug", JSON.stringify({ power: 5 }));
    }
    const note = `${SAMPLES} messages, nobody looking`;
    return [
      { name: "p50", unit: "ms", value: toPercentile(samples, 0.5), note },
      { name: "p95", unit: "ms", value: toPercentile(samples, 0.95), worst: Math.max(...samples), atMost: P95_MAX_MS },
    ];
  } finally {
    stop();
    await network.stop();
  }
}
