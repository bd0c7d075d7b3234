import { describe, expect, it } from "vitest";
import { decideQuiet } from "../../link/decide-quiet.ts";
import { NAME, PLUG, plugOf, say, withPlug } from "./fixtures.ts";

const toFacts = ({ presence = [] }: Awaited<ReturnType<typeof say>>) => presence.map(({ fact }) => fact);

describe("presence", () => {
  it("of a device and of Zigbee2MQTT itself is told when it changes", async () => {
    const away = await say(`${NAME}/availability`, { state: "offline" });
    expect(away.presence).toEqual([
      { nodeId: plugOf(away.directory).nodeId, fact: "nodeAway", at: expect.any(Number), sequence: 7 },
    ]);
    expect(toFacts(await say(`${NAME}/availability`, { state: "offline" }, away.directory))).toEqual([]);
    const off = await say("bridge/state", "offline");
    expect(off.presence).toMatchObject([{ nodeId: null, fact: "coordinatorAway" }]);
    expect(toFacts(await say("bridge/state", { state: "online" }, off.directory))).toEqual(["coordinatorBack"]);
  });
});

describe("availability that is switched off", () => {
  const info = (availability: object) => ({ config: { availability } });

  it("leaves devices to speak for themselves, whatever stays retained of it", async () => {
    const on = await say("bridge/info", info({ enabled: true }));
    const online = await say(`${NAME}/availability`, { state: "online" }, on.directory);
    expect(plugOf(online.directory).reachable).toBe("online");
    const off = await say("bridge/info", info({ enabled: false }), online.directory);
    expect(plugOf(off.directory).reachable).toBeUndefined();
    const kept = await say(`${NAME}/availability`, { state: "online" }, off.directory);
    expect(plugOf(kept.directory).reachable).toBeUndefined();

    const { nodeId } = plugOf(kept.directory);
    const quiet = decideQuiet(kept.directory, new Map([[nodeId, 1]]), { isHeard: true, now: 2 * 86_400_000 });
    expect(plugOf(quiet.directory).health.availability).toBe("offline");
    const again = await say("bridge/info", info({ enabled: true }), kept.directory);
    const back = await say(`${NAME}/availability`, { state: "online" }, again.directory);
    expect(plugOf(back.directory).reachable).toBe("online");
  });
});

describe("calibration", () => {
  const info = (options: object) => ({ config: { devices: { [PLUG]: options } } });
  const change = (from: object, to: object) => ({
    data: { id: NAME, from, to, restart_required: false },
    status: "ok",
  });

  it("of a register is told when it changes, not when it is first heard of", async () => {
    const first = await say("bridge/info", info({ energy_calibration: 5 }));
    expect(toFacts(first)).toEqual([]);
    const second = await say("bridge/info", info({ energy_calibration: 10 }), first.directory);
    expect(toFacts(second)).toEqual(["calibrated"]);
    expect(toFacts(await say("bridge/info", info({}), second.directory))).toEqual(["calibrated"]);
  });

  it("is told once, by the reply or by what follows it; that of power is not", async () => {
    const told = await say("bridge/response/device/options", change({}, { energy_calibration: 10 }));
    expect(toFacts(told)).toEqual(["calibrated"]);
    expect(toFacts(await say("bridge/info", info({ energy_calibration: 10 }), told.directory))).toEqual([]);
    const power = change({}, { power_calibration: 10 });
    expect(toFacts(await say("bridge/response/device/options", power, await withPlug()))).toEqual([]);
  });
});
