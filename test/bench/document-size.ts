import { GeoPoint, Timestamp } from "firebase-admin/firestore";

/**
 * Sizes by Firestore's published rules ("Storage size calculations"): what a document is billed for each month. The database has
 * its name in no document name.
 */

const toTextBytes = (text: string) => new TextEncoder().encode(text).length + 1;

/** @param path e.g. `nodes/x/series/raw/buckets/2026-11-22` */
export function toNameBytes(path: string): number {
  return path.split("/").reduce((sum, part) => sum + toTextBytes(part), 16);
}

export function toDocumentBytes(path: string, data: object): number {
  return toNameBytes(path) + toMapBytes(data);
}

/**
 * Entries of the automatic indexes, ascending and descending, of the fields that no exemption names: each holds name, parent's
 * name, field and value.
 */
export function toIndexBytes(path: string, data: object, exempt: readonly string[]): number {
  const parent = path.split("/").slice(0, -2).join("/");
  const shared = toNameBytes(path) + (parent === "" ? 0 : toNameBytes(parent)) + 32;
  const toEntries = (field: string, value: unknown): number => {
    if (exempt.includes(field)) return 0;
    const own = 2 * (shared + toTextBytes(field) + Math.min(toValueBytes(value), 1500));
    if (!isMap(value)) return own;
    return Object.entries(value).reduce((sum, [key, part]) => sum + toEntries(`${field}.${key}`, part), own);
  };
  return Object.entries(data).reduce((sum, [field, value]) => sum + toEntries(field, value), 0);
}

/** "Calculated the same way as document size": names and values of the fields, and 32 bytes. */
function toMapBytes(map: object): number {
  return Object.entries(map).reduce((sum, [field, value]) => sum + toTextBytes(field) + toValueBytes(value), 32);
}

function toValueBytes(value: unknown): number {
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value === "number") return 8;
  if (typeof value === "string") return toTextBytes(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Timestamp) return 8;
  if (value instanceof GeoPoint) return 16;
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + toValueBytes(each), 0);
  if (isMap(value)) return toMapBytes(value);
  throw new Error(`no size for ${typeof value}`);
}

function isMap(value: unknown): value is object {
  const isOther = value instanceof Uint8Array || value instanceof Timestamp || value instanceof GeoPoint;
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isOther;
}
