import { describe, expect, it } from "vitest";
import { NewestValues } from "./newest.ts";

/** `topic` at QoS 1, `topic 0` at QoS 0. */
function hear(...told: string[]): NewestValues {
  const newest = new NewestValues();
  for (const [sequence, words] of told.entries()) {
    const [topic = "", qos] = words.split(" ");
    newest.put({ sequence, at: 1, packetId: qos === "0" ? 0 : sequence + 1, topic, payload: Buffer.from("{}") });
  }
  return newest;
}

describe("states at QoS 0", () => {
  it.each<[string, string[], boolean | undefined]>([
    ["nothing heard", [], undefined],
    ["the network alone", ["bridge/info 0", "plug/availability 0"], undefined],
    ["all at QoS 1", ["plug", "lamp"], false],
    ["one of them not", ["plug", "lamp 0"], true],
    ["mended", ["plug 0", "plug"], false],
    ["what others ask of devices", ["plug", "plug/set 0", "plug/get/state 0"], false],
  ])("%s", (_, told, expected) => expect(hear(...told).qos0).toBe(expected));
});
