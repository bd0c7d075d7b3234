import type { Location } from "@lastmeter/model/location";
import type { Resolution } from "@lastmeter/model/time";

/** Decimals of a degree: 3 are some 110 m, 2 a kilometre, 1 eleven, 0 a region. Who may see little of the day sees little of the place. */
const decimals: Readonly<Record<Resolution, number>> = { raw: 3, quarter: 2, hour: 2, day: 1, month: 0 };

export interface Position extends Location {
  /** Decimals of both that are told. */
  readonly decimals: number;
}

/** @param finest that is granted. */
export function toPosition(location: Location | null, finest: Resolution): Position | null {
  if (location === null) return null;
  const factor = 10 ** decimals[finest];
  const round = (degrees: number) => Math.round(degrees * factor) / factor || 0;
  return { latitude: round(location.latitude), longitude: round(location.longitude), decimals: decimals[finest] };
}
