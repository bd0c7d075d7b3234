import type { Location } from "./location.ts";
import { toDayInterval } from "./time.ts";

const DAY_MIN = 1440;
const RAD = Math.PI / 180;
/** The sun's upper edge at the horizon, with refraction. */
const ZENITH = 90.833;

/**
 * When the sun rises and sets on a local day, to about a minute below 70° of latitude; null where it does neither.
 * Source: the equations of NOAA's solar calculator, after J. Meeus, Astronomical Algorithms (1998), chapters 25 and 28.
 */
export function toSunTimes(
  day: string,
  { latitude, longitude }: Location,
  timeZone: string,
): { readonly sunrise: number | null; readonly sunset: number | null } {
  const { startAt, endAt } = toDayInterval(day, timeZone);
  const utcMidnight = Date.parse(`${day}T00:00Z`);
  const noonOf = (at: number) => utcMidnight + (DAY_MIN / 2 - 4 * longitude - toSun(at).equationMin) * 60_000;
  let noon = noonOf(utcMidnight + DAY_MIN * 30_000);
  // West and east of the date line the local day is not the one of UTC.
  while (noon < startAt) noon += DAY_MIN * 60_000;
  while (noon >= endAt) noon -= DAY_MIN * 60_000;
  const find = (side: -1 | 1) => {
    let at: number | null = noon;
    for (let round = 0; round < 3 && at !== null; round++) {
      const { declination, equationMin } = toSun(at);
      const angle = toHourAngle(latitude, declination);
      const drift = (toSun(noon).equationMin - equationMin) * 60_000;
      at = angle === null ? null : noon + drift + side * 4 * angle * 60_000;
    }
    return at === null ? null : Math.round(at);
  };
  return { sunrise: find(-1), sunset: find(1) };
}

/** Degrees between noon and the horizon; null: it stays above or below. */
function toHourAngle(latitude: number, declination: number): number | null {
  const cosine =
    Math.cos(ZENITH * RAD) / (Math.cos(latitude * RAD) * Math.cos(declination)) -
    Math.tan(latitude * RAD) * Math.tan(declination);
  return Math.abs(cosine) > 1 ? null : Math.acos(cosine) / RAD;
}

/** Declination in rad; what the sundial is ahead of the clock, in minutes. */
function toSun(at: number): { readonly declination: number; readonly equationMin: number } {
  const century = (at / 86_400_000 + 2_440_587.5 - 2_451_545) / 36_525;
  const meanLongitude = (280.46646 + century * (36_000.76983 + century * 0.0003032)) % 360;
  const anomaly = (357.52911 + century * (35_999.05029 - 0.0001537 * century)) * RAD;
  const eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century);
  const center =
    Math.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century)) +
    Math.sin(2 * anomaly) * (0.019993 - 0.000101 * century) +
    Math.sin(3 * anomaly) * 0.000289;
  const node = (125.04 - 1934.136 * century) * RAD;
  const longitude = (meanLongitude + center - 0.00569 - 0.00478 * Math.sin(node)) * RAD;
  const meanTilt = 23 + (26 + (21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))) / 60) / 60;
  const tilt = (meanTilt + 0.00256 * Math.cos(node)) * RAD;
  const y = Math.tan(tilt / 2) ** 2;
  const l = meanLongitude * RAD;
  const equation =
    y * Math.sin(2 * l) -
    2 * eccentricity * Math.sin(anomaly) +
    4 * eccentricity * y * Math.sin(anomaly) * Math.cos(2 * l) -
    0.5 * y * y * Math.sin(4 * l) -
    1.25 * eccentricity ** 2 * Math.sin(2 * anomaly);
  return { declination: Math.asin(Math.sin(tilt) * Math.sin(longitude)), equationMin: (4 * equation) / RAD };
}
