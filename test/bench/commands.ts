import { commandReplySchema } from "@lastmeter/model/command";
import { paths } from "@lastmeter/model/paths";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { callAs, signIn } from "../support/call.ts";
import { toSet } from "../support/commands.ts";
import { toDeviceList } from "../support/plug.ts";
import { createAccount, openDatabase, startTestNetwork } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";
import type { Figure } from "./figure.ts";
import { answerAsPlug, NAME, toTapFigures } from "./tap.ts";

const TAPS = 25;
const replySchema = z.object({ result: commandReplySchema });

/** Callable → `set` at the broker → confirmed, where the bridge calls each five minutes only and the doorbell has to wake it. */
export async function measureCommands(): Promise<Figure[]> {
  const account = await createAccount("commands");
  const network = await startTestNetwork({ name: "commands bench", owner: account.email });
  const { networkId } = network;
  const db = openDatabase();
  try {
    await network.publish("bridge/state", '{"state":"online"}', true);
    await network.publish("bridge/devices", toDeviceList(NAME), true);
    const [plug] = await waitForNodes(db, networkId, 1);
    if (!plug) throw new Error("no plug");
    const token = await signIn(account);
    const toldAt = await answerAsPlug(network);
    const edit = { act: "edit", nodeId: plug.id, changes: { status: "active" } };
    await waitFor("the plug to be approved", async () => (await callAs("nodes", token, edit)).status === 200);
    await db.doc(paths.watch(networkId, "test")).delete();
    const sets: number[] = [];
    const confirmed: number[] = [];
    // The first wakes what sleeps, and does not count.
    for (let tap = 0; tap <= TAPS; tap++) {
      await new Promise((done) => setTimeout(done, 1500 + (tap % 7) * 150));
      const tappedAt = Date.now();
      const reply = await callAs("command", token, { networkId, order: toSet(plug.id, tap % 2 === 0) });
      const { commandId } = replySchema.parse(reply.body).result;
      const endedAt = await waitUntilConfirmed(paths.command(networkId, commandId));
      if (tap === 0) continue;
      sets.push((toldAt.at(-1) ?? Number.NaN) - tappedAt);
      confirmed.push(endedAt - tappedAt);
    }
    return [...toTapFigures("set at the broker", sets, 1000), ...toTapFigures("confirmed", confirmed, 2500)];
  } finally {
    await network.stop();
  }
}

/** By a listener, as a page has one. */
function waitUntilConfirmed(path: string): Promise<number> {
  return new Promise((done, fail) => {
    const stop = openDatabase()
      .doc(path)
      .onSnapshot((snapshot) => {
        const state: unknown = snapshot.get("state");
        if (state === "queued" || state === "sent") return;
        stop();
        if (state === "confirmed") done(Date.now());
        else fail(new Error(`${state}: ${snapshot.get("reason")}`));
      }, fail);
  });
}
