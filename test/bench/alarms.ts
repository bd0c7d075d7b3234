import { alarmSchema } from "@lastmeter/model/alarm";
import { paths } from "@lastmeter/model/paths";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { TestFcm } from "../support/fcm.ts";
import { toCurrentPlug } from "../support/plug.ts";
import { createAccount, openDatabase, startTestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";
import { type Figure, toPercentile } from "./figure.ts";

const SAMPLES = 25;
const INSTALL_ID = `c${"b".repeat(21)}`;

/** Message at the broker → alarm document → push request at the stand-in, through real bridge, functions, trigger and emulator. */
export async function measureAlarms(): Promise<Figure[]> {
  const db = openDatabase();
  const fcm = await TestFcm.start();
  const account = await createAccount("alarms");
  const network = await startTestNetwork({ name: "alarms", owner: account.email });
  try {
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toCurrentPlug("plug"), true);
    const [node] = await waitForNodes(db, network.networkId, 1);
    if (node === undefined) throw new Error("no node");
    await call("nodes", account, { act: "edit", nodeId: node.id, changes: { ratedCurrentA: 10 } });
    await call("notices", account, { act: "install", installId: INSTALL_ID, locale: "en", label: "Bench" });
    // Nobody looks: a current beyond the rating is among what the gateway tells at once.
    await db.doc(paths.watch(network.networkId, "test")).delete();

    const raisedAfter: number[] = [];
    const pushedAfter: number[] = [];
    const sentAts: number[] = [];
    const alarms = db.collection(paths.alarms(network.networkId));
    const stop = alarms.onSnapshot((snapshot) => {
      for (const { type, doc } of snapshot.docChanges()) {
        if (type !== "added") continue;
        alarmSchema.parse(doc.data());
        raisedAfter.push(Date.now() - (sentAts.at(-1) ?? 0));
      }
    });
    for (let sample = 0; sample < SAMPLES; sample++) {
      sentAts.push(Date.now());
      await network.publish("plug", JSON.stringify({ power: 3000, current: 14, state: "ON" }));
      const raised = await fcm.waitFor(INSTALL_ID, 2 * sample + 1);
      pushedAfter.push(raised.at - (sentAts.at(-1) ?? 0));
      await network.publish("plug", JSON.stringify({ power: 0, current: 0, state: "OFF" }));
      await fcm.waitFor(INSTALL_ID, 2 * sample + 2);
    }
    await waitFor("every alarm", async () => raisedAfter.length === SAMPLES);
    stop();
    return [...toFigures("alarm document", raisedAfter, 1500), ...toFigures("push request", pushedAfter, 3000)];
  } finally {
    await network.stop();
    await fcm.stop();
  }
}

function toFigures(name: string, samples: readonly number[], atMost: number): Figure[] {
  const note = `after the message at the broker of an idle home, ${samples.length} alarms`;
  return [
    { name: `${name}, p50`, value: toPercentile(samples, 0.5), unit: "ms", note },
    { name: `${name}, p95`, value: toPercentile(samples, 0.95), worst: Math.max(...samples), unit: "ms", atMost },
  ];
}
