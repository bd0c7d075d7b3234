import type { Location } from "@lastmeter/model/location";
import { DAY_MS, MINUTE_MS } from "./calendar.ts";
import { type Noise, smoothNoise } from "./noise.ts";

export interface Weather {
  /** °C outdoors. */
  outdoorC(at: number): number;
  /** °C, the warmest of the day around `at`. */
  warmestC(at: number): number;
  /** 0 clear … 1 overcast, clouds passing included. */
  cloudCover(at: number): number;
  /** W of a roof of `peakW` (30° tilt, facing the equator) after the inverter; 0 at night. */
  solarW(at: number, peakW: number): number;
}

const RADIANS = Math.PI / 180;
const TILT = 30 * RADIANS;
/** Sunlight, wiring, inverter: what of the nameplate arrives. */
const YIELD = 0.86;

function yearAngle(at: number): number {
  return ((at / DAY_MS) % 365.2425) * ((2 * Math.PI) / 365.2425);
}

/** Weather as a pure function of place, seed and time: seasons by latitude, fronts by the day, clouds by the minute. */
export function createWeather(location: Location, noise: Noise): Weather {
  const latitude = location.latitude * RADIANS;
  const towardsPole = Math.sign(location.latitude) || 1;

  const seasonC = (at: number) =>
    28.5 - 0.29 * Math.abs(location.latitude) - 0.24 * location.latitude * Math.cos(yearAngle(at) - 0.34);
  const frontC = (at: number) => 4.5 * smoothNoise(noise, 1, at / (2.5 * DAY_MS));
  /** Overcast in winter more often than in summer. */
  const cover = (at: number) => {
    const season = 0.1 + 0.16 * (1 + Math.cos(yearAngle(at) - 0.2) * towardsPole);
    return Math.min(1, Math.max(0, season + 0.55 * smoothNoise(noise, 2, at / (0.7 * DAY_MS))));
  };
  const cloudCover = (at: number) => {
    const mean = cover(at);
    const passing = smoothNoise(noise, 3, at / (9 * MINUTE_MS)) + 0.5 * smoothNoise(noise, 4, at / (3 * MINUTE_MS));
    return Math.min(1, Math.max(0, mean + 1.6 * mean * (1 - mean) * passing));
  };
  const solarHour = (at: number) => {
    const angle = yearAngle(at);
    const equationOfTimeMin =
      9.87 * Math.sin(2 * (angle - 1.395)) - 7.53 * Math.cos(angle - 1.395) - 1.5 * Math.sin(angle - 1.395);
    return (at % DAY_MS) / 3_600_000 + location.longitude / 15 + equationOfTimeMin / 60;
  };
  const swingC = (at: number) => 4.2 * (1 - 0.5 * cover(at));
  const dayC = (at: number) => seasonC(at) + frontC(at);

  return {
    cloudCover,
    outdoorC: (at) => dayC(at) + swingC(at) * Math.cos(((solarHour(at) - 15) * Math.PI) / 12),
    warmestC: (at) => dayC(at) + swingC(at),
    solarW: (at, peakW) => {
      const declination = 0.4093 * Math.sin(yearAngle(at) - 1.39);
      const hourAngle = (solarHour(at) - 12) * 15 * RADIANS;
      const sinHeight =
        Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
      if (sinHeight <= 0.01) return 0;
      const tilted = latitude - towardsPole * TILT;
      const incidence = Math.max(
        0,
        Math.sin(tilted) * Math.sin(declination) + Math.cos(tilted) * Math.cos(declination) * Math.cos(hourAngle),
      );
      const clear = 1098 * Math.exp(-0.057 / sinHeight);
      const cloud = cloudCover(at);
      const irradiance = clear * (incidence * (1 - cloud) ** 1.3 * 0.86 + sinHeight * (0.14 + 0.16 * cloud));
      return ((peakW * irradiance) / 1000) * YIELD;
    },
  };
}
