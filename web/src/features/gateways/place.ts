import type { Location } from "@lastmeter/model/location";
import { toWall } from "../../lib/local-day.ts";
import { allCities, type City } from "./cities.ts";

/** To about a kilometre: enough for sun and weather, and no address. */
export function toCoarse({ latitude, longitude }: Location): Location {
  const round = (degrees: number) => Math.round(degrees * 100) / 100;
  return { latitude: round(latitude), longitude: round(longitude) };
}

const EARTH_KM = 6371;
const toRadians = (degrees: number) => (degrees * Math.PI) / 180;

function toDistanceKm(a: Location, b: Location): number {
  const [latitudeA, latitudeB] = [toRadians(a.latitude), toRadians(b.latitude)];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const chord =
    half(latitudeB - latitudeA) +
    Math.cos(latitudeA) * Math.cos(latitudeB) * half(toRadians(b.longitude - a.longitude));
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
}

/** Same clock all year: now and in half a year. */
function isSameClock(a: string, b: string, now: number): boolean {
  const halfYearMs = 182 * 86_400_000;
  return [now, now + halfYearMs].every((at) => toWall(at, a).asUtc === toWall(at, b).asUtc);
}

/** A city of the chosen zone this much farther than the nearest still leaves the zone in doubt: borders are not told by cities. */
const DOUBT = 1.6;

/**
 * The zone that the place is most likely in, where its clock is another than that of the chosen zone; null: nothing to offer.
 * Told by the nearest principal city, so it is an offer and no more.
 */
export function offerTimeZone(place: Location, chosen: string, now: number): City | null {
  const byDistance = allCities.map((city) => ({ city, km: toDistanceKm(place, city) })).sort((a, b) => a.km - b.km);
  const [nearest] = byDistance;
  if (!nearest || isSameClock(nearest.city.timeZone, chosen, now)) return null;
  const own = byDistance.find(({ city }) => isSameClock(city.timeZone, chosen, now));
  return own && own.km < nearest.km * DOUBT ? null : nearest.city;
}

/** The city that is called so, whatever the case. */
export function findCity(name: string): City | null {
  const wanted = name.trim().toLowerCase();
  return allCities.find((city) => city.name.toLowerCase() === wanted) ?? null;
}

/** All zones this browser knows, by region. */
export function toTimeZones(chosen: string): readonly (readonly [string, readonly string[]])[] {
  const regions = new Map<string, string[]>();
  for (const zone of new Set([...Intl.supportedValuesOf("timeZone"), chosen])) {
    const region = zone.split("/")[0] ?? zone;
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  return [...regions];
}
