import type { Location } from "@lastmeter/model/location";
import { type Appliance, fridge, washingMachine, waterHeater } from "./appliances.ts";
import { type Calendar, createCalendar, DAY_MS, MINUTE_MS, MINUTES_PER_DAY, toLocalMinute } from "./calendar.ts";
import { cooling, electronics, hob, kitchen, lights } from "./household.ts";
import { createNoise, type Noise, smoothNoise } from "./noise.ts";
import { createWeather, type Weather } from "./weather.ts";

export type Phase = "A" | "B" | "C";
export type Plug = "fridge" | "washingMachine" | "waterHeater";

/** `swayW`, `sway`: how far the power wanders inside a minute, absolute and relative; it cancels out over the minute. */
interface Load {
  readonly phase: Phase;
  readonly appliance: Appliance;
  readonly swayW: number;
  readonly sway: number;
}

export const loads = {
  fridge: { phase: "B", appliance: fridge, swayW: 0, sway: 0.02 },
  washingMachine: { phase: "C", appliance: washingMachine, swayW: 0, sway: 0.06 },
  waterHeater: { phase: "A", appliance: waterHeater, swayW: 0, sway: 0.004 },
  electronics: { phase: "C", appliance: electronics, swayW: 9, sway: 0 },
  lights: { phase: "A", appliance: lights, swayW: 0, sway: 0.01 },
  hob: { phase: "B", appliance: hob, swayW: 0, sway: 0.02 },
  kitchen: { phase: "C", appliance: kitchen, swayW: 0, sway: 0.01 },
  cooling: { phase: "B", appliance: cooling, swayW: 0, sway: 0.03 },
} as const satisfies Record<string, Load>;
export type LoadName = keyof typeof loads;
export const loadNames = Object.keys(loads) as readonly LoadName[];

const SOLAR_PEAK_KW = 3.6;
/** What the inverter draws in the dark. */
const INVERTER_IDLE_W = 2;
/** Inside a minute: sums to zero. */
const SWAY = [0.9, -0.6, 0.3, -1, 0.7, -0.3];
const LOAD_COUNT = loadNames.length;

/** Registers of a day in this order: each load, solar drawn, solar given, import by tier 1 and 2, export by tier 1 and 2. */
export const registerNames = [
  ...loadNames,
  "solarDrawn",
  "solarGiven",
  "import1",
  "import2",
  "export1",
  "export2",
] as const;
export type RegisterName = (typeof registerNames)[number];
export type Registers = Record<RegisterName, number>;

/** Mean power of every minute of a UTC day and what each register counted up to it. */
interface Day {
  readonly loadsW: readonly Float64Array[];
  /** Power of the solar node: − when it gives. */
  readonly solarW: Float64Array;
  /** By minute: 1 in the peak tariff (07 to 23 local), else 2. */
  readonly tier: Uint8Array;
  /** Wh since the day began, by register: 1,441 values. */
  readonly countedWh: readonly Float64Array[];
}

export interface HomePower {
  readonly loadsW: Readonly<Record<LoadName, number>>;
  /** − when it gives. */
  readonly solarW: number;
  /** At the grid connection, + on import. */
  readonly phasesW: Readonly<Record<Phase, number>>;
  readonly gridW: number;
}

export interface HomeModel {
  readonly timeZone: string;
  readonly location: Location;
  readonly noise: Noise;
  readonly weather: Weather;
  readonly calendar: Calendar;
  /** True powers at an instant; `off` plugs draw nothing. */
  homeAt(at: number, off?: ReadonlySet<Plug>): HomePower;
  /** Wh since the home was built, nothing switched off. */
  registersAt(at: number): Registers;
  /** Mean W over the minute that contains `at` (what registers count), nothing switched off, and its tariff tier. */
  minuteAt(at: number): { loadsW: Readonly<Record<LoadName, number>>; solarW: number; gridW: number; tier: 1 | 2 };
}

export interface HomeOptions {
  readonly seed: number;
  readonly timeZone: string;
  readonly location: Location;
}

/** Registers of the home count from here. */
const BUILT_DAY = Date.UTC(2024, 0, 1) / DAY_MS;
const KEPT_DAYS = 6;

function toRecord<K extends string>(names: readonly K[], value: (name: K, index: number) => number): Record<K, number> {
  return Object.fromEntries(names.map((name, index) => [name, value(name, index)])) as Record<K, number>;
}

/**
 * The home as a pure function of seed and time. Power is constant within a minute but for a sway that cancels out over it, so
 * registers are exact sums; the house meter is by construction the sum of all loads and the solar node.
 */
export function createHomeModel({ seed, timeZone, location }: HomeOptions): HomeModel {
  const noise = createNoise(seed);
  const weather = createWeather(location, noise);
  const calendar = createCalendar(timeZone);
  const days = new Map<number, Day>();
  /** Wh of every register when a day begins, from `BUILT_DAY` on. */
  const openings: Float64Array[] = [new Float64Array(registerNames.length)];

  const buildDay = (day: number): Day => {
    const localDays = new Int32Array(MINUTES_PER_DAY);
    const localMinutes = new Float64Array(MINUTES_PER_DAY);
    const sunW = new Float64Array(MINUTES_PER_DAY);
    for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
      const at = day * DAY_MS + minute * MINUTE_MS;
      const local = toLocalMinute(calendar, at);
      localDays[minute] = local.day;
      localMinutes[minute] = local.minute;
      sunW[minute] = weather.solarW(at, 1000);
    }
    const context = { noise, weather, calendar, day, localDays, localMinutes, sunW };
    const loadsW = loadNames.map((name) => {
      const minutesW = new Float64Array(MINUTES_PER_DAY);
      loads[name].appliance(context, minutesW);
      return minutesW;
    });
    const solarW = new Float64Array(MINUTES_PER_DAY);
    const tier = new Uint8Array(MINUTES_PER_DAY);
    const countedWh = registerNames.map(() => new Float64Array(MINUTES_PER_DAY + 1));
    for (let minute = 0; minute < MINUTES_PER_DAY; minute += 1) {
      const givenW = (sunW[minute] ?? 0) * SOLAR_PEAK_KW;
      const solar = givenW > 12 ? -givenW : INVERTER_IDLE_W;
      const localMinute = localMinutes[minute] ?? 0;
      solarW[minute] = solar;
      tier[minute] = localMinute >= 420 && localMinute < 1380 ? 1 : 2;
      let gridW = solar;
      for (const [index, minutesW] of loadsW.entries()) {
        const powerW = minutesW[minute] ?? 0;
        gridW += powerW;
        count(countedWh[index], minute, powerW);
      }
      count(countedWh[LOAD_COUNT], minute, Math.max(0, solar));
      count(countedWh[LOAD_COUNT + 1], minute, Math.max(0, -solar));
      const peak = tier[minute] === 1;
      count(countedWh[LOAD_COUNT + 2], minute, peak ? Math.max(0, gridW) : 0);
      count(countedWh[LOAD_COUNT + 3], minute, peak ? 0 : Math.max(0, gridW));
      count(countedWh[LOAD_COUNT + 4], minute, peak ? Math.max(0, -gridW) : 0);
      count(countedWh[LOAD_COUNT + 5], minute, peak ? 0 : Math.max(0, -gridW));
    }
    return { loadsW, solarW, tier, countedWh };
  };

  const dayOf = (day: number): Day => {
    let built = days.get(day);
    if (built === undefined) {
      built = buildDay(day);
      days.set(day, built);
      for (const old of days.keys()) if (days.size > KEPT_DAYS) days.delete(old);
    }
    return built;
  };

  const openingOf = (day: number): Float64Array => {
    for (let known = openings.length - 1; known < day - BUILT_DAY; known += 1) {
      const { countedWh } = dayOf(BUILT_DAY + known);
      const before = openings[known] ?? new Float64Array(registerNames.length);
      openings.push(before.map((wh, index) => wh + (countedWh[index]?.[MINUTES_PER_DAY] ?? 0)));
    }
    const opening = openings[day - BUILT_DAY];
    if (opening === undefined) throw new RangeError("before the home was built");
    return opening;
  };

  const swayAt = (at: number, key: number, absoluteW: number, relative: number, meanW: number) => {
    const step = Math.floor(at / 10_000);
    const minute = Math.floor(at / MINUTE_MS);
    const shape = SWAY[(step + key) % 6] ?? 0;
    return shape * noise(90, key, minute) * (Math.min(absoluteW, Math.abs(meanW)) + relative * meanW);
  };

  const minuteOf = (at: number) => {
    const day = Math.floor(at / DAY_MS);
    return { built: dayOf(day), minute: Math.floor((at - day * DAY_MS) / MINUTE_MS) };
  };

  return {
    timeZone,
    location,
    noise,
    weather,
    calendar,
    homeAt: (at, off) => {
      const { built, minute } = minuteOf(at);
      const meanSolarW = built.solarW[minute] ?? 0;
      const solarW = meanSolarW < 0 ? meanSolarW + swayAt(at, 99, 0, 0.012, meanSolarW) : meanSolarW;
      const phasesW = { A: solarW, B: 0, C: 0 };
      const loadsW = toRecord(loadNames, (name, index) => {
        if (off?.has(name as Plug)) return 0;
        const load = loads[name];
        const meanW = built.loadsW[index]?.[minute] ?? 0;
        const powerW = meanW + swayAt(at, index, load.swayW, load.sway, meanW);
        phasesW[load.phase] += powerW;
        return powerW;
      });
      return { loadsW, solarW, phasesW, gridW: phasesW.A + phasesW.B + phasesW.C };
    },
    registersAt: (at) => {
      const day = Math.floor(at / DAY_MS);
      const opening = openingOf(day);
      const { countedWh } = dayOf(day);
      const minute = Math.floor((at - day * DAY_MS) / MINUTE_MS);
      const part = (at - day * DAY_MS) / MINUTE_MS - minute;
      return toRecord(registerNames, (_, index) => {
        const from = countedWh[index]?.[minute] ?? 0;
        const to = countedWh[index]?.[minute + 1] ?? from;
        return (opening[index] ?? 0) + from + (to - from) * part;
      });
    },
    minuteAt: (at) => {
      const { built, minute } = minuteOf(at);
      const solarW = built.solarW[minute] ?? 0;
      const loadsW = toRecord(loadNames, (_, index) => built.loadsW[index]?.[minute] ?? 0);
      const gridW = loadNames.reduce((sum, name) => sum + loadsW[name], solarW);
      return { loadsW, solarW, gridW, tier: built.tier[minute] === 1 ? 1 : 2 };
    },
  };
}

function count(register: Float64Array | undefined, minute: number, powerW: number): void {
  if (register !== undefined) register[minute + 1] = (register[minute] ?? 0) + powerW / 60;
}

/** V of a phase: a slow drift of the grid, a drop under load, a rise under sun. */
export function toVoltageV(model: HomeModel, phase: Phase, phaseW: number, at: number): number {
  const key = phase.charCodeAt(0);
  const drift =
    2.6 * smoothNoise(model.noise, key, at / (38 * MINUTE_MS)) +
    0.7 * smoothNoise(model.noise, key + 10, at / (4 * MINUTE_MS));
  return 231.4 + drift - 0.0012 * phaseW;
}
