import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinkKeys } from "@lastmeter/gateway-bridge/src/link/keys.ts";
import { LinkClient } from "@lastmeter/gateway-bridge/src/link/link-client.ts";
import { createLog } from "@lastmeter/gateway-bridge/src/log.ts";
import { KeyChange } from "@lastmeter/gateway-bridge/src/relay/key-change.ts";
import type { LinkKey } from "@lastmeter/model/link/key";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Death, type LinkServer, startLinkServer } from "../support/link-server.ts";
import { anOwner, openGatewaysBench } from "./gateways-bench.ts";
import { type LinkBench, openLinkBench, START, toBatchBytes, toHead } from "./link-bench.ts";

/** Calls within which a gateway must be connected again, whatever died. */
const CALLS_MAX = 8;

let bench: LinkBench;
let gateways: ReturnType<typeof openGatewaysBench>;
let server: LinkServer;
let directory: string;
let home: Awaited<ReturnType<typeof gateways.register>>;
let bridge: Bridge;
/** The key that is to be rotated. */
let current: LinkKey;

beforeAll(async () => {
  bench = openLinkBench("demo-gateways-rotation");
  gateways = openGatewaysBench(bench);
  server = await startLinkServer(() => bench.restart());
});
afterAll(async () => {
  await server.stop();
  await bench.close();
});
beforeEach(async () => {
  bench.time.now = START;
  directory = mkdtempSync(join(tmpdir(), "lastmeter-rotation-"));
  home = await gateways.register();
  current = home.linkKey;
  bridge = await Bridge.start();
  await bridge.call();
  return () => rmSync(directory, { recursive: true });
});

/** Ends the bridge there: nothing of it is left but its disk. */
class Killed extends Error {}
type BridgeDeath =
  | "before the key is written"
  | "with half the key written"
  | "with the key written, not yet known to be"
  | "with the key known";

/** The bridge's own key ring, link and change of keys, without a broker and a queue. */
class Bridge {
  readonly #link: LinkClient;
  readonly #keyChange: KeyChange;
  death: BridgeDeath | null = null;

  static async start(): Promise<Bridge> {
    return new Bridge(await LinkKeys.open(directory, home.linkKey));
  }

  private constructor(keys: LinkKeys) {
    const monotonic = () => performance.now();
    this.#link = new LinkClient({ dispatcher: server.url, network: home.networkId, keys, now: Date.now, monotonic });
    this.#keyChange = new KeyChange({
      link: this.#link,
      log: createLog("silent"),
      monotonic,
      addKey: async (text) => {
        this.#dieAt("before the key is written");
        if (this.death === "with half the key written")
          writeFileSync(join(directory, "keys.json.new"), text.slice(0, 30));
        this.#dieAt("with half the key written");
        const isNew = await keys.add(text, this.#link.sessionKid);
        this.#dieAt("with the key written, not yet known to be");
        return isNew;
      },
    });
  }

  #isKilled = false;
  #dieAt(death: BridgeDeath): void {
    if (this.death !== death) return;
    this.#isKilled = true;
    throw new Killed(death);
  }

  /** One frame and what follows from its answer. @returns the key it came under; null: no answer. */
  async call(): Promise<string | null> {
    if (!this.#link.hasSession && (await this.#link.hello()).kind === "failure") return null;
    const head = toHead({ now: bench.time.now });
    const exchanged = await this.#link.exchange(head, toBatchBytes({}));
    if (exchanged.kind === "failure") {
      this.#link.dropSession();
      return null;
    }
    const kid = this.#link.sessionKid ?? null;
    const { nextKey } = exchanged.reply;
    if (nextKey !== undefined) await this.#keyChange.obey(nextKey);
    // `obey` logs what the disk refused and goes on; here the process is gone.
    if (this.#isKilled) throw new Killed("killed");
    this.#dieAt("with the key known");
    return kid;
  }
}

/** Calls until a death or the end. @returns the key of the last call that was answered. */
async function callUntil(isDone: (kid: string | null) => boolean): Promise<string | null> {
  for (let calls = 0; calls < CALLS_MAX; calls += 1) {
    try {
      const kid = await bridge.call();
      if (isDone(kid)) return kid;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      bridge = await Bridge.start();
    }
  }
  throw new Error(`not connected within ${CALLS_MAX} calls`);
}

const rotate = () => gateways.act(anOwner, { act: "rotate", networkId: home.networkId });
const isTaken = async (linkKey: LinkKey) => {
  const keys = { newestFirst: [linkKey] };
  const clock = { now: Date.now, monotonic: () => performance.now() };
  const link = new LinkClient({ dispatcher: server.url, network: home.networkId, keys, ...clock });
  return (await link.hello()).kind === "welcome";
};

async function expectRotated(): Promise<void> {
  const kid = await callUntil((used) => used !== null && used !== current.kid);
  expect(await gateways.readKids(home.networkId)).toEqual([kid]);
  expect(await gateways.readStatus(home.networkId)).toMatchObject({ rotation: null });
  expect(await isTaken(current)).toBe(false);
  // And after any further start.
  bridge = await Bridge.start();
  expect(await callUntil((used) => used !== null)).toBe(kid);
}

describe("killed at each step of a rotation, a gateway is connected again by itself", () => {
  it("nobody dies", async () => {
    await rotate();
    await expectRotated();
  });

  it.each<Death>([
    "uplink before its commit",
    "uplink after its commit",
    "hello before its commit",
    "hello after its commit",
  ])("the server, %s, before the key is on its way and after", async (death) => {
    await rotate();
    server.die(death);
    if (death.startsWith("hello")) bridge = await Bridge.start();
    await expectRotated();
    expect(server.isDead).toBe(true);
    // The same with the frame or the hello that is the first under the new key.
    current = await newestKey();
    await rotate();
    await bridge.call();
    server.die(death);
    await expectRotated();
    expect(server.isDead).toBe(true);
  });

  it.each<BridgeDeath>([
    "before the key is written",
    "with half the key written",
    "with the key written, not yet known to be",
    "with the key known",
  ])("the bridge, %s", async (death) => {
    await rotate();
    bridge.death = death;
    await expect(bridge.call()).rejects.toThrow(Killed);
    bridge = await Bridge.start();
    await expectRotated();
  });

  it("both at once, and the administrator taps again", async () => {
    await rotate();
    bridge.death = "with the key known";
    await expect(bridge.call()).rejects.toThrow(Killed);
    bridge = await Bridge.start();
    server.die("uplink after its commit");
    await rotate();
    await expectRotated();
  });

  it("a rotation that a replacement overtakes leaves only the key that was shown", async () => {
    await rotate();
    await bridge.call();
    const next = await gateways.replace(home.networkId);
    expect(await bridge.call()).toBeNull();
    expect(await isTaken(home.linkKey)).toBe(false);
    home = next;
    bridge = await Bridge.start();
    expect(await callUntil((kid) => kid !== null)).toBe(next.linkKey.kid);
  });
});

async function newestKey(): Promise<LinkKey> {
  const [newest] = (await LinkKeys.open(directory, home.linkKey)).newestFirst;
  if (newest === undefined) throw new Error("no key");
  return newest;
}
