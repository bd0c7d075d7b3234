import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { packSlot, type Slot, type SlotStats, toSlotKey } from "@lastmeter/model/series";
import { type SlotResolution, slotResolutions, toBucketId, toSlotInterval } from "@lastmeter/model/time";
import type { Browser, Page } from "playwright-core";
import { openPhone, signIn } from "./browser.ts";
import { startPlugHome } from "./plug-home.ts";
import { type Account, openDatabase, type TestNetwork } from "./stack.ts";
import { requireChannel } from "./stored.ts";

const HOUR_MS = 3_600_000;
/** Two whole days before today in any zone. */
const PAST_MS = 72 * HOUR_MS;
export const homeZone = "Europe/Athens";

/** A home with one measuring plug and a past, whose owner is signed in on a phone. */
export interface LentHome {
  readonly network: TestNetwork;
  readonly owner: Account;
  readonly page: Page;
  readonly nodeId: NodeId;
}

export async function startLentHome(browser: Browser, name: string): Promise<LentHome> {
  const names = { account: "sharer", network: name, plug: "heater", timeZone: homeZone };
  const { account: owner, network, plug: found } = await startPlugHome(names);
  await seed(network, found.id, found.node);
  await network.publish("heater", JSON.stringify({ power: 120, energy: 5, voltage: 230, state: "ON" }));
  const page = await (await openPhone(browser)).newPage();
  await signIn(page, owner);
  await page.getByTestId("node-row").waitFor();
  return { network, owner, page, nodeId: found.id };
}

/** Every resolution of the past, so that each could be seen if it were not for the grant. */
async function seed({ networkId }: TestNetwork, nodeId: NodeId, node: Node): Promise<void> {
  const db = openDatabase();
  const now = Date.now();
  const documents = new Map<string, Record<string, Uint8Array>>();
  for (const resolution of slotResolutions) {
    for (let at = now - PAST_MS; at < now; at += HOUR_MS / 4) {
      const { startAt, endAt } = toSlotInterval(resolution, at, homeZone);
      if (endAt > now) continue;
      const path = paths.bucket(nodeId, resolution, toBucketId(resolution, startAt, homeZone));
      const d = documents.get(path) ?? {};
      d[toSlotKey(startAt)] = packSlot(toSlot(node, resolution, startAt, endAt));
      documents.set(path, d);
    }
  }
  const batch = db.batch();
  for (const [path, d] of documents) batch.set(db.doc(path), { v: 1, networkId, d });
  await batch.commit();
}

/** Which resolution it is can be read off its energy: 10 Wh a quarter, 110 an hour, 210 a day, 310 a month, and up to 6 more. */
function toSlot(node: Node, resolution: SlotResolution, startAt: number, endAt: number): Slot {
  const wh = 10 + slotResolutions.indexOf(resolution) * 100 + (new Date(startAt).getUTCHours() % 7);
  const coveredS = (endAt - startAt) / 1000;
  const base: SlotStats = {
    n: 1,
    coveredS,
    integral: 0,
    min: 0,
    max: 0,
    first: 0,
    firstAt: startAt,
    last: 0,
    lastAt: startAt,
    energy: null,
    quality: "good",
  };
  const channels = new Map([
    [requireChannel(node, "energyImport").ix, { ...base, energy: wh }],
    [requireChannel(node, "power").ix, { ...base, integral: wh * 36_000 }],
  ]);
  return { startAt, endAt, channels };
}
