import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Config } from "./config.ts";
import { ZigbeeKey } from "./zigbee-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lastmeter-z2m-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const own = "advanced:\n  network_key: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]\n";
const write = (lines: string, baseTopic = "zigbee2mqtt") =>
  writeFileSync(join(folder, "configuration.yaml"), `mqtt:\n  base_topic: ${baseTopic}\n${lines}`);
const look = async (zigbeeKey?: Config["zigbeeKey"]) => {
  const mqtt = { baseTopic: "zigbee2mqtt" } as Config["mqtt"];
  const key = new ZigbeeKey({ mqtt, ...(zigbeeKey === undefined ? {} : { zigbeeKey }) }, { ZIGBEE2MQTT_DATA: folder });
  await key.look();
  return key.known;
};

it("is what Zigbee2MQTT's own configuration says, where it is of this network", async () => {
  write("");
  expect(await look()).toBe("wellKnown");
  write(own);
  expect(await look()).toBe("own");
  write("", "another");
  expect(await look()).toBeUndefined();
});

it("that setup found in documentations is looked at again, until it is mended", async () => {
  write("");
  expect(await look("wellKnown")).toBe("wellKnown");
  write(own);
  expect(await look("wellKnown")).toBe("own");
  rmSync(join(folder, "configuration.yaml"));
  expect(await look("wellKnown")).toBe("wellKnown");
});
