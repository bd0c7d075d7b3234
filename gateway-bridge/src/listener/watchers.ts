/** Who is looking, by the watch documents: each is good until a moment of the dispatcher's clock. */
export class Watchers {
  readonly #until = new Map<string, number>();

  put(id: string, until: number): void {
    this.#until.set(id, until);
  }

  remove(id: string): void {
    this.#until.delete(id);
  }

  clear(): void {
    this.#until.clear();
  }

  /** @param now milliseconds since 1970 by the dispatcher's clock. @returns the end of the last one's watch, null if nobody looks. */
  endsAt(now: number): number | null {
    let end: number | null = null;
    for (const [id, until] of this.#until) {
      if (until <= now) this.#until.delete(id);
      else end = Math.max(end ?? 0, until);
    }
    return end;
  }
}

/** `until` of a watch document: milliseconds or a Firestore timestamp. A wrong clock must not make us send for ever. */
export function parseUntil(value: unknown, now: number, maxAheadMs: number): number | null {
  const until =
    typeof value === "object" && value !== null && "toMillis" in value && typeof value.toMillis === "function"
      ? Number(value.toMillis())
      : value;
  if (typeof until !== "number" || !Number.isFinite(until)) return null;
  return Math.min(until, now + maxAheadMs);
}
