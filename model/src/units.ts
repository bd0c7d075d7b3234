/**
 * Every quantity the platform knows, its one canonical unit (SI-derived) and the decimals of its step: a stored value is the
 * integer `round(value × 10^decimals)`, so that sums do not depend on order.
 *
 * Sign: power and current are + when the node draws and − when it gives (a solar meter is −, a grid meter is + on import).
 * Energy registers never carry a sign: import and export are channels of their own.
 *
 * `min` and `max`, in the canonical unit: outside them a value is a fault of the device (a ZCL "invalid" number, a bad scale),
 * never a measurement of a home.
 */
export const quantities = {
  power: { unit: "W", decimals: 1, min: -1_000_000, max: 1_000_000 },
  energy: { unit: "Wh", decimals: 0, min: 0, max: 100_000_000_000 },
  voltage: { unit: "V", decimals: 2, min: -2000, max: 2000 },
  batteryVoltage: { unit: "V", decimals: 3, min: 0, max: 1000 },
  current: { unit: "A", decimals: 3, min: -2000, max: 2000 },
  reactivePower: { unit: "var", decimals: 1, min: -10_000_000, max: 10_000_000 },
  reactiveEnergy: { unit: "varh", decimals: 0, min: -100_000_000_000, max: 100_000_000_000 },
  apparentPower: { unit: "VA", decimals: 1, min: -10_000_000, max: 10_000_000 },
  apparentEnergy: { unit: "VAh", decimals: 0, min: 0, max: 100_000_000_000 },
  powerFactor: { unit: "1", decimals: 3, min: -1, max: 1 },
  frequency: { unit: "Hz", decimals: 2, min: 0, max: 1_000_000 },
  charge: { unit: "Ah", decimals: 3, min: -1_000_000, max: 1_000_000 },
  temperature: { unit: "°C", decimals: 2, min: -273.15, max: 2000 },
  temperatureDifference: { unit: "K", decimals: 2, min: -1000, max: 1000 },
  colorTemperature: { unit: "mired", decimals: 0, min: 0, max: 65_535 },
  relativeHumidity: { unit: "%", decimals: 2, min: 0, max: 100 },
  absoluteHumidity: { unit: "g/m³", decimals: 2, min: 0, max: 1000 },
  ratio: { unit: "%", decimals: 2, min: -1000, max: 1000 },
  batteryLevel: { unit: "%", decimals: 1, min: 0, max: 100 },
  illuminance: { unit: "lx", decimals: 1, min: -1_000_000, max: 1_000_000 },
  irradiance: { unit: "W/m²", decimals: 1, min: 0, max: 2000 },
  pressure: { unit: "Pa", decimals: 0, min: -1_000_000_000, max: 1_000_000_000 },
  pressureRate: { unit: "Pa/h", decimals: 1, min: -10_000_000, max: 10_000_000 },
  volume: { unit: "m³", decimals: 6, min: -1_000_000_000, max: 1_000_000_000 },
  volumeFlow: { unit: "m³/h", decimals: 6, min: -1_000_000, max: 1_000_000 },
  massConcentration: { unit: "µg/m³", decimals: 2, min: 0, max: 100_000_000_000 },
  numberConcentration: { unit: "1/cm³", decimals: 1, min: 0, max: 1_000_000_000 },
  volumeFraction: { unit: "ppm", decimals: 3, min: 0, max: 1_000_000 },
  massFraction: { unit: "ppm", decimals: 1, min: 0, max: 1_000_000 },
  conductivity: { unit: "µS/cm", decimals: 2, min: 0, max: 10_000_000 },
  explosiveLimit: { unit: "%LEL", decimals: 1, min: 0, max: 1000 },
  opticalDensity: { unit: "dB/m", decimals: 4, min: 0, max: 1000 },
  soundLevel: { unit: "dB", decimals: 1, min: -200, max: 300 },
  signalStrength: { unit: "dBm", decimals: 0, min: -300, max: 100 },
  linkQuality: { unit: "lqi", decimals: 0, min: 0, max: 255 },
  acidity: { unit: "pH", decimals: 2, min: -2, max: 16 },
  redoxPotential: { unit: "mV", decimals: 1, min: -5000, max: 5000 },
  duration: { unit: "s", decimals: 3, min: -10_000_000_000, max: 10_000_000_000 },
  length: { unit: "m", decimals: 4, min: -1_000_000, max: 1_000_000 },
  particleSize: { unit: "µm", decimals: 2, min: 0, max: 100_000 },
  speed: { unit: "m/s", decimals: 3, min: -10_000, max: 10_000 },
  acceleration: { unit: "m/s²", decimals: 4, min: -100_000, max: 100_000 },
  angle: { unit: "°", decimals: 2, min: -36_000, max: 36_000 },
  angularSpeed: { unit: "°/s", decimals: 2, min: -1_000_000, max: 1_000_000 },
  mass: { unit: "kg", decimals: 4, min: -1_000_000, max: 1_000_000 },
  radioactivity: { unit: "µSv/h", decimals: 4, min: 0, max: 10_000_000 },
  doseRate: { unit: "CPM", decimals: 0, min: 0, max: 10_000_000 },
  rainfall: { unit: "mm", decimals: 2, min: 0, max: 100_000 },
  rainfallRate: { unit: "mm/h", decimals: 2, min: 0, max: 10_000 },
  count: { unit: "1", decimals: 0, min: -1_000_000_000_000_000, max: 1_000_000_000_000_000 },
  rate: { unit: "1/s", decimals: 4, min: -1_000_000, max: 1_000_000 },
  index: { unit: "1", decimals: 2, min: -1_000_000_000, max: 1_000_000_000 },
  generic: { unit: "", decimals: 3, min: -1_000_000_000_000, max: 1_000_000_000_000 },
} as const satisfies Record<string, { unit: string; decimals: number; min: number; max: number }>;

export type Quantity = keyof typeof quantities;

/** The stored integer of a value given in the quantity's canonical unit. Half rounds away from zero. */
export function toSteps(quantity: Quantity, value: number): number {
  const scaled = value * 10 ** quantities[quantity].decimals;
  return Math.sign(scaled) * Math.round(Math.abs(scaled)) || 0;
}

/** The value in the quantity's canonical unit of a stored integer. */
export function fromSteps(quantity: Quantity, steps: number): number {
  return steps / 10 ** quantities[quantity].decimals;
}

/** Whether a value in the canonical unit can be a measurement: finite and inside the quantity's range. */
export function isPlausible(quantity: Quantity, value: number): boolean {
  return Number.isFinite(value) && value >= quantities[quantity].min && value <= quantities[quantity].max;
}
