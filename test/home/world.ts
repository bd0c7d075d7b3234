import { DAY_MS, toLocalMinute } from "./calendar.ts";
import { type HomeModel, type HomePower, loads, type Plug, type Registers } from "./model.ts";
import { smoothNoise } from "./noise.ts";

/** What people in the home decided; everything else follows from seed and time. */
export interface Choices {
  readonly off: Set<Plug>;
  setpoint: { valueC: number; sinceAt: number } | null;
  mode: "auto" | "heat" | "off";
}

const HOUR_MS = 3_600_000;

/** The thermostat's own programme, °C. */
function scheduledC(localMinute: number): number {
  return localMinute >= 390 && localMinute < 1_350 ? 20.5 : 17.5;
}

/** Temperature of the rooms without heating. */
function freeC(model: HomeModel, at: number): number {
  return 0.2 * model.weather.outdoorC(at - 4 * HOUR_MS) + 0.8 * (model.weather.warmestC(at) - 3.5) + 2.8;
}

export interface Heating {
  readonly setpointC: number;
  readonly roomC: number;
  readonly heating: boolean;
}

/** The living room: it follows its set-point slowly, and the weather where that is warmer. */
export function heatingAt(model: HomeModel, choices: Choices, at: number): Heating {
  const local = toLocalMinute(model.calendar, at);
  const programmeC = scheduledC(local.minute);
  const changedMinute =
    local.minute < 390 ? local.minute + 90 : local.minute < 1_350 ? local.minute - 390 : local.minute - 1_350;
  const beforeC = programmeC === 20.5 ? 17.5 : 20.5;
  let setpointC = choices.mode === "off" ? 7 : programmeC;
  let heatedC = programmeC + (beforeC - programmeC) * Math.exp(-changedMinute / 110);
  if (choices.setpoint !== null && choices.mode !== "off") {
    setpointC = choices.setpoint.valueC;
    heatedC += (setpointC - heatedC) * (1 - Math.exp(-(at - choices.setpoint.sinceAt) / (1.8 * HOUR_MS)));
  }
  if (choices.mode === "off") heatedC = 7;
  const cycle = (at % (40 * 60_000)) / (40 * 60_000);
  const outdoors = freeC(model, at);
  const roomC = Math.max(outdoors, heatedC) + 0.3 * Math.sin(2 * Math.PI * cycle);
  return { setpointC, roomC, heating: outdoors < setpointC && roomC < setpointC + 0.2 && cycle < 0.5 };
}

export function bedroomAt(model: HomeModel, at: number): { temperatureC: number; humidity: number } {
  const warm = Math.max(18.2, freeC(model, at) - 0.4) + 0.5 * smoothNoise(model.noise, 201, at / (3 * HOUR_MS));
  const sleeping = toLocalMinute(model.calendar, at).minute < 430 ? 5 : 0;
  const humidity =
    47 + sleeping + 9 * smoothNoise(model.noise, 202, at / DAY_MS) + 3 * smoothNoise(model.noise, 203, at / HOUR_MS);
  return { temperatureC: warm, humidity };
}

/** When the front door stood open on a local day. */
export function doorOpenings(model: HomeModel, day: number): { openAt: number; closedAt: number }[] {
  const count = 4 + Math.floor(5 * model.noise(210, day));
  return Array.from({ length: count }, (_, index) => {
    const minute = 430 + ((index + 0.8 * model.noise(211, day, index)) * 840) / count;
    const openAt = Math.floor((model.calendar(day) + minute * 60_000) / 1000) * 1000;
    return { openAt, closedAt: openAt + 1000 * Math.round(6 + 50 * model.noise(212, day, index) ** 2) };
  });
}

export function doorOpenAt(model: HomeModel, at: number): boolean {
  const { day } = toLocalMinute(model.calendar, at);
  return doorOpenings(model, day).some(({ openAt, closedAt }) => at >= openAt && at < closedAt);
}

/** Wh by which the registers differ from a home where nothing was ever switched off. */
export type RegisterOffsets = Partial<Registers>;

/** Adds to `offsets` what plugs switched off did not draw from `fromAt` to `toAt`, minute by minute, so that sums stay exact. */
export function addOffTime(
  offsets: RegisterOffsets,
  model: HomeModel,
  off: ReadonlySet<Plug>,
  fromAt: number,
  toAt: number,
): void {
  if (off.size === 0) return;
  for (let at = fromAt; at < toAt; ) {
    const endAt = Math.min(toAt, (Math.floor(at / 60_000) + 1) * 60_000);
    const hours = (endAt - at) / HOUR_MS;
    const mean = model.minuteAt(at);
    let savedW = 0;
    for (const plug of off) {
      savedW += mean.loadsW[plug];
      offsets[plug] = (offsets[plug] ?? 0) - mean.loadsW[plug] * hours;
    }
    const importBy = Math.max(0, mean.gridW - savedW) - Math.max(0, mean.gridW);
    const exportBy = Math.max(0, savedW - mean.gridW) - Math.max(0, -mean.gridW);
    const imported = `import${mean.tier}` as const;
    const exported = `export${mean.tier}` as const;
    offsets[imported] = (offsets[imported] ?? 0) + importBy * hours;
    offsets[exported] = (offsets[exported] ?? 0) + exportBy * hours;
    at = endAt;
  }
}

/** One instant of the home, as its devices see it. */
export interface Instant {
  readonly at: number;
  readonly model: HomeModel;
  readonly choices: Choices;
  readonly power: HomePower;
  readonly registersWh: Registers;
}

export function toInstant(model: HomeModel, choices: Choices, offsets: RegisterOffsets, at: number): Instant {
  const registersWh = model.registersAt(at);
  for (const [name, wh] of Object.entries(offsets)) registersWh[name as keyof Registers] += wh;
  return { at, model, choices, power: model.homeAt(at, choices.off), registersWh };
}

export function isPlug(key: string): key is Plug {
  return key === "fridge" || key === "washingMachine" || key === "waterHeater";
}

export function phaseOf(plug: Plug) {
  return loads[plug].phase;
}
