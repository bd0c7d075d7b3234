import { beforeEach, describe, expect, it } from "vitest";
import { createSimulatedZigbee2Mqtt, defaultHome, type SimulatedZigbee2Mqtt } from "./simulated-zigbee2mqtt.ts";
import type { Publish } from "./zigbee-network.ts";

const NOON = Date.UTC(2024, 5, 12, 9);
let home: SimulatedZigbee2Mqtt;

beforeEach(async () => {
  home = await createSimulatedZigbee2Mqtt(defaultHome);
  home.start(NOON);
});

const ask = (name: string, payload: string, at = NOON) => home.receive(`bridge/request/${name}`, payload, at);
const answer = (messages: readonly Publish[], name: string): unknown =>
  JSON.parse(messages.find(({ topic }) => topic === `bridge/response/${name}`)?.payload ?? "null");

const PLUG = "kitchen/fridge plug";
const reporting = {
  id: PLUG,
  endpoint: 1,
  cluster: "haElectricalMeasurement",
  attribute: "activePower",
  minimum_report_interval: 5,
  maximum_report_interval: 60,
  reportable_change: 2,
};

describe("requests and their answers", () => {
  it.each<[string, object, unknown]>([
    ["permit_join", { time: 254, transaction: "t1" }, { data: { time: 254 }, status: "ok", transaction: "t1" }],
    ["permit_join", { time: 0 }, { data: { time: 0 }, status: "ok" }],
    [
      "device/rename",
      { from: PLUG, to: "plug/kitchen 1", homeassistant_rename: false },
      { data: { from: PLUG, homeassistant_rename: false, to: "plug/kitchen 1" }, status: "ok" },
    ],
    [
      "device/options",
      { id: PLUG, options: { retain: true } },
      { data: { from: {}, id: PLUG, restart_required: false, to: { retain: true } }, status: "ok" },
    ],
    ["device/configure", { id: PLUG }, { data: { id: PLUG }, status: "ok" }],
    ["device/reporting/configure", reporting, { data: reporting, status: "ok" }],
    ["device/interview", { id: PLUG, transaction: 7 }, { data: { id: PLUG }, status: "ok", transaction: 7 }],
    [
      "device/remove",
      { id: PLUG },
      { data: { block: false, clear_cache: false, force: false, id: PLUG, keep_config: false }, status: "ok" },
    ],
    ["options", { options: { advanced: { last_seen: "epoch" } } }, { data: { restart_required: false }, status: "ok" }],
    ["health_check", {}, { data: { healthy: true }, status: "ok" }],
    ["restart", {}, { data: {}, status: "ok" }],
    [
      "device/rename",
      { from: "nothere", to: "x", transaction: "t2" },
      { data: {}, error: "Device 'nothere' does not exist", status: "error", transaction: "t2" },
    ],
    [
      "device/ota_update/check",
      { id: "bedroom/climate" },
      { data: {}, error: "Device 'bedroom/climate' does not support OTA updates", status: "error" },
    ],
    ["device/options", { nonsense: true }, { data: {}, error: "Invalid payload", status: "error" }],
  ])("%s %j", (name, request, expected) => {
    expect(answer(ask(name, JSON.stringify(request)), name)).toEqual(expected);
  });

  it("an unknown request gets no answer at all", () => {
    expect(ask("device/nosuch", "{}")).toEqual([]);
  });

  it("a bare name stands for the id", () => {
    expect(answer(ask("device/remove", PLUG), "device/remove")).toMatchObject({ status: "ok", data: { id: PLUG } });
  });

  it("reporting/read tells what was configured", () => {
    ask("device/reporting/configure", JSON.stringify(reporting));
    const read = { id: PLUG, endpoint: 1, cluster: reporting.cluster, configs: [{ attribute: "activePower" }] };
    const expected = {
      attrId: 1291,
      dataType: 41,
      direction: 0,
      minRepIntval: 5,
      maxRepIntval: 60,
      repChange: 2,
      status: 0,
    };
    expect(answer(ask("device/reporting/read", JSON.stringify(read)), "device/reporting/read")).toMatchObject({
      data: { configs: [expected] },
    });
  });
});

describe("side effects", () => {
  it("a rename clears both retained topics of the old name and speaks on the new one", () => {
    const messages = ask("device/rename", JSON.stringify({ from: PLUG, to: "plug" }));
    const cleared = messages.filter(({ payload, retain }) => payload === "" && retain).map(({ topic }) => topic);
    expect(cleared).toEqual([PLUG, `${PLUG}/availability`]);
    expect(messages.some(({ topic }) => topic === "plug/availability")).toBe(true);
    expect(messages.some(({ topic }) => topic === "plug")).toBe(true);
  });

  it("a removal of what nobody reaches takes force", async () => {
    home = await createSimulatedZigbee2Mqtt({ ...defaultHome, lost: ["fridge"] });
    const told = home.start(NOON).filter(({ topic }) => topic === `${PLUG}/availability`);
    expect(told.map(({ payload }) => payload)).toEqual(['{"state":"offline"}']);
    const spoken = [...home.receive(`${PLUG}/set`, '{"state":"OFF"}', NOON), ...home.advance(NOON + 300_000)];
    expect(spoken.filter(({ topic }) => topic === PLUG)).toEqual([]);
    const name = "device/remove";
    expect(answer(ask(name, JSON.stringify({ id: PLUG })), name)).toMatchObject({ status: "error" });
    expect(answer(ask(name, JSON.stringify({ id: PLUG, force: true })), name)).toMatchObject({ status: "ok" });
  });

  it("a removal clears the state, leaves the availability, and the device is silent until it may join again", () => {
    const removed = ask("device/remove", JSON.stringify({ id: PLUG }));
    expect(removed.filter(({ payload }) => payload === "").map(({ topic }) => topic)).toEqual([PLUG]);
    expect(removed.find(({ topic }) => topic === "bridge/devices")?.payload).not.toContain(PLUG);
    expect(home.advance(NOON + 300_000).some(({ topic }) => topic === PLUG)).toBe(false);

    ask("permit_join", '{"time":120}', NOON + 300_000);
    const joined = home.advance(NOON + 310_000);
    const events = joined.filter(({ topic }) => topic === "bridge/event").map(({ payload }) => payload);
    expect(events.map((payload) => /"type":"(\w+)"}$/.exec(payload)?.[1])).toEqual([
      "device_joined",
      "device_interview",
      "device_announce",
      "device_interview",
    ]);
    expect(home.advance(NOON + 320_000).some(({ topic }) => topic === PLUG)).toBe(true);
  });

  it("joining closes by itself", () => {
    const open = ask("permit_join", '{"time":60}').find(({ topic }) => topic === "bridge/info")?.payload;
    expect(open).toContain(`"permit_join":true,"permit_join_end":${NOON + 60_000}`);
    const closed = home.advance(NOON + 61_000).find(({ topic }) => topic === "bridge/info")?.payload;
    expect(closed).toContain('"permit_join":false');
    expect(closed).not.toContain("permit_join_end");
  });

  it("a retained device keeps its state on the broker", () => {
    ask("device/options", JSON.stringify({ id: PLUG, options: { retain: true, qos: 0 } }));
    const [state] = home.receive(`${PLUG}/get`, '{"power":""}', NOON);
    expect(state).toMatchObject({ topic: PLUG, retain: true, qos: 0 });
  });
});
