import type { Location } from "@lastmeter/model/location";

/** What two numbers in a row may look like: `37.98, 23.73`, `37,98 23,73`, `52.5 N 13.4 E`. */
const pair = /^([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NS])?\s*[\s,;/]\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([EWO])?$/i;

/** Degrees as a person types or pastes them; null: they are none. */
export function parseCoordinates(text: string): Location | null {
  const [, first, northSouth, second, eastWest] = pair.exec(text.trim().replaceAll("−", "-")) ?? [];
  if (first === undefined || second === undefined) return null;
  const toDegrees = (digits: string, letter: string | undefined, negative: string) =>
    Number(digits.replace(",", ".")) * (letter?.toUpperCase() === negative ? -1 : 1);
  const latitude = toDegrees(first, northSouth, "S");
  const longitude = toDegrees(second, eastWest, "W");
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

export function toCoordinatesText({ latitude, longitude }: Location): string {
  return `${latitude}, ${longitude}`;
}
