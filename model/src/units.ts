import { z } from "zod/mini";

/**
 * Every quantity the platform knows, its one canonical unit (SI-derived) and the decimals of its step: a stored value is the
 * integer `round(value × 10^decimals)`, so that sums do not depend on order.
 *
 * Sign: power and current are + when the node draws and − when it gives (a solar meter is −, a grid meter is + on import).
 * Energy registers never carry a sign: import and export are channels of their own.
 */
export const quantities = {
  power: { unit: "W", decimals: 1 },
  energy: { unit: "Wh", decimals: 0 },
  voltage: { unit: "V", decimals: 2 },
  current: { unit: "A", decimals: 3 },
  reactivePower: { unit: "var", decimals: 1 },
  reactiveEnergy: { unit: "varh", decimals: 0 },
  apparentPower: { unit: "VA", decimals: 1 },
  apparentEnergy: { unit: "VAh", decimals: 0 },
  powerFactor: { unit: "1", decimals: 3 },
  frequency: { unit: "Hz", decimals: 2 },
  charge: { unit: "Ah", decimals: 3 },
  temperature: { unit: "°C", decimals: 2 },
  temperatureDifference: { unit: "K", decimals: 2 },
  colorTemperature: { unit: "mired", decimals: 0 },
  relativeHumidity: { unit: "%", decimals: 2 },
  absoluteHumidity: { unit: "g/m³", decimals: 2 },
  ratio: { unit: "%", decimals: 2 },
  batteryLevel: { unit: "%", decimals: 1 },
  illuminance: { unit: "lx", decimals: 1 },
  irradiance: { unit: "W/m²", decimals: 1 },
  pressure: { unit: "Pa", decimals: 0 },
  volume: { unit: "m³", decimals: 6 },
  volumeFlow: { unit: "m³/h", decimals: 6 },
  massConcentration: { unit: "µg/m³", decimals: 2 },
  volumeFraction: { unit: "ppm", decimals: 3 },
  conductivity: { unit: "µS/cm", decimals: 2 },
  soundLevel: { unit: "dB", decimals: 1 },
  signalStrength: { unit: "dBm", decimals: 0 },
  linkQuality: { unit: "lqi", decimals: 0 },
  acidity: { unit: "pH", decimals: 2 },
  redoxPotential: { unit: "mV", decimals: 1 },
  duration: { unit: "s", decimals: 3 },
  length: { unit: "m", decimals: 4 },
  speed: { unit: "m/s", decimals: 3 },
  acceleration: { unit: "m/s²", decimals: 4 },
  angle: { unit: "°", decimals: 2 },
  angularSpeed: { unit: "°/s", decimals: 2 },
  mass: { unit: "kg", decimals: 4 },
  radioactivity: { unit: "µSv/h", decimals: 4 },
  doseRate: { unit: "CPM", decimals: 0 },
  rainfall: { unit: "mm", decimals: 2 },
  rainfallRate: { unit: "mm/h", decimals: 2 },
  count: { unit: "1", decimals: 0 },
  rate: { unit: "1/s", decimals: 4 },
  index: { unit: "1", decimals: 2 },
  generic: { unit: "", decimals: 3 },
} as const satisfies Record<string, { unit: string; decimals: number }>;

export type Quantity = keyof typeof quantities;
export const quantitySchema = z.enum(Object.keys(quantities) as [Quantity, ...Quantity[]]);

/** The stored integer of a value given in the quantity's canonical unit. Half rounds away from zero. */
export function toSteps(quantity: Quantity, value: number): number {
  const scaled = value * 10 ** quantities[quantity].decimals;
  return Math.sign(scaled) * Math.round(Math.abs(scaled)) || 0;
}

/** The value in the quantity's canonical unit of a stored integer. */
export function fromSteps(quantity: Quantity, steps: number): number {
  return steps / 10 ** quantities[quantity].decimals;
}
