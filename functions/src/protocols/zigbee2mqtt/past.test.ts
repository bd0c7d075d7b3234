import { describe, expect, it } from "vitest";
import { AT, toMessage } from "../decoding/fixtures.ts";
import type { Directory } from "../protocol.ts";
import { coordinator, NAME, PLUG, plugExposes, plugOf, say, toDevice, toValues } from "./fixtures.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const HOUR = 3_600_000;
const OTHER = "0x00158d0000000a02";
const info = (percent: number) => ({
  config: { availability: { enabled: true }, devices: { [PLUG]: { energy_calibration: percent } } },
});
const list = (address: string, name: string) => [coordinator, toDevice(address, name, plugExposes)];

/** Known up to `AT`: a plug that is online. */
async function withLivePlug(): Promise<Directory> {
  let { directory } = await say("bridge/devices", list(PLUG, NAME));
  for (const [topic, payload] of [
    ["bridge/state", "online"],
    ["bridge/info", info(1)],
    [`${NAME}/availability`, "online"],
  ] as const) {
    ({ directory } = await say(topic, payload, directory));
  }
  return directory;
}

/** From an hour before what is known. */
const recall = (directory: Directory, ...told: readonly (readonly [topic: string, payload: unknown])[]) =>
  zigbee2mqtt.decode(
    directory,
    told.map(([topic, payload], index) => toMessage(topic, payload, index, AT - HOUR + index)),
    AT,
  );

describe("a message of a back-fill from before what is known", () => {
  it.each([
    ["renames nothing", "bridge/devices", list(PLUG, "old name")],
    ["removes nothing", "bridge/devices", [coordinator]],
    ["does not say how Zigbee2MQTT is", "bridge/state", "offline"],
    ["does not say how a device is", `${NAME}/availability`, "offline"],
    ["does not say how a device is calibrated", "bridge/info", info(2)],
  ])("%s, which it would as news", async (_, topic, payload) => {
    const before = await withLivePlug();
    const past = await recall(before, [topic, payload]);
    expect(past.directory).toBe(before);
    expect([past.nodeChanges, past.records, past.deadLetters]).toEqual([[], [], []]);
    const news = await say(topic, payload, before);
    expect([news.directory.protocolState, plugOf(news.directory)]).not.toEqual(["online", plugOf(before)]);
  });

  it("still tells when they were away and that a register was calibrated", async () => {
    const options = { id: NAME, from: {}, to: { energy_calibration: 5 } };
    const { presence = [] } = await recall(
      await withLivePlug(),
      [`${NAME}/availability`, "offline"],
      [`${NAME}/availability`, "online"],
      ["bridge/state", "offline"],
      ["bridge/state", "online"],
      ["bridge/response/device/options", { data: options, status: "ok" }],
    );
    expect(presence.map(({ fact }) => fact)).toEqual([
      ...["nodeAway", "nodeBack", "coordinatorAway", "coordinatorBack", "calibrated"],
    ]);
  });

  it("adds a device that was there then, but none that bears a name of today", async () => {
    const before = await withLivePlug();
    const added = await recall(before, ["bridge/devices", list(OTHER, "gone")], ["gone", { power: 5 }]);
    expect(added.nodeChanges).toMatchObject([{ kind: "create", node: { address: OTHER, nativeName: "gone" } }]);
    expect(toValues(added)).toEqual({ power: 50 });
    expect(plugOf(added.directory)).toBe(plugOf(before));
    expect((await recall(before, ["bridge/devices", list(OTHER, NAME)])).directory).toBe(before);
  });

  it("is news where nothing newer is known", async () => {
    const { directory } = await recall((await say("bridge/event", {})).directory, ["bridge/state", "offline"]);
    expect(directory.protocolState).toBe("offline");
  });
});
