import type { RelayedMessage } from "@lastmeter/model/link/messages";

/** One reading per plug in this time; 259,200 a month. */
export const READING_MS = 10_000;

const numeric = (name: string, unit: string) => ({
  ...{ type: "numeric", name, property: name, label: name, unit, access: 1 },
});

const definition = {
  model: "BENCH-PLUG",
  vendor: "Lastmeter",
  description: "Metering plug of the bench",
  source: "native",
  options: [],
  exposes: [
    numeric("power", "W"),
    numeric("voltage", "V"),
    numeric("current", "A"),
    numeric("energy", "kWh"),
    numeric("linkquality", "lqi"),
  ],
};

export const toAddress = (plug: number) => `0x00158d00${plug.toString(16).padStart(8, "0")}`;
const toName = (plug: number) => `room ${plug}/plug`;

/** `bridge/devices` of a network of metering plugs, as Zigbee2MQTT publishes it. */
export function toDevices(plugs: number): string {
  return JSON.stringify(
    Array.from({ length: plugs }, (_, plug) => ({
      ieee_address: toAddress(plug),
      friendly_name: toName(plug),
      network_address: plug + 1,
      ...{ type: "Router", supported: true, disabled: false, interview_state: "SUCCESSFUL", definition },
    })),
  );
}

interface Load {
  baseW: number;
  watts: number;
  volts: number;
  wh: number;
}

/** Metering plugs with noisy loads: every reading has four values of its own; the same at every run. */
export interface Plugs {
  /** Readings of `[fromAt, toAt)`, in order of time; plugs are spread evenly over the ten seconds. */
  take(fromAt: number, toAt: number): RelayedMessage[];
  /** The newest value of every plug as of `at`: consumes no number. */
  latest(at: number): RelayedMessage[];
}

export function createPlugs(count: number, firstNumber: number): Plugs {
  const random = createRandom(count);
  const loads = Array.from({ length: count }, (): Load => {
    const baseW = 5 + random() * 300;
    return { baseW, watts: baseW, volts: 230, wh: Math.floor(random() * 1e6) };
  });
  let next = firstNumber;
  const read = (plug: number): string => {
    const load = loads[plug];
    if (!load) throw new Error(`no plug ${plug}`);
    if (random() < 0.01) load.baseW = 5 + random() * 2000;
    load.watts = Math.max(0, load.watts + (load.baseW - load.watts) * 0.3 + (random() - 0.5) * 4);
    load.volts += (230 - load.volts) * 0.05 + (random() - 0.5);
    load.wh += (load.watts * READING_MS) / 3_600_000;
    return JSON.stringify({
      current: Math.round((load.watts / load.volts) * 100) / 100,
      energy: Math.floor(load.wh / 10) / 100,
      linkquality: 120 + Math.floor(random() * 60),
      power: Math.round(load.watts * 10) / 10,
      voltage: Math.round(load.volts),
    });
  };
  const phase = (plug: number) => Math.floor((plug * READING_MS) / count);
  return {
    take(fromAt, toAt) {
      const messages: RelayedMessage[] = [];
      for (let round = Math.floor(fromAt / READING_MS) * READING_MS; round < toAt; round += READING_MS) {
        for (let plug = 0; plug < count; plug++) {
          const at = round + phase(plug);
          if (at < fromAt || at >= toAt) continue;
          messages.push({ n: next++, at, topic: toName(plug), p: read(plug) });
        }
      }
      return messages;
    },
    latest: (at) => loads.map((_, plug) => ({ n: 0, at, topic: toName(plug), p: read(plug) })),
  };
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
