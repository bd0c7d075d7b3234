import { QUARTER_MS } from "@lastmeter/model/time";

/** What the clocks on the wall of one zone show. A wall time is written as milliseconds, as if it were UTC. */
export interface LocalClock {
  toWall(at: number): number;
  /** When the clocks show it: never in the hour they skip, twice in the hour they repeat; ascending. */
  toInstants(wallMs: number): number[];
}

const DAY_MS = 86_400_000;

export function createLocalClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  });
  const offsets = new Map<number, number>();

  /** Clocks change on a quarter of an hour, everywhere since 1972. */
  const toOffset = (at: number): number => {
    const quarterAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
    const known = offsets.get(quarterAt);
    if (known !== undefined) return known;
    const parts = new Map(format.formatToParts(quarterAt).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
    const wallMs = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
    offsets.set(quarterAt, wallMs - quarterAt);
    return wallMs - quarterAt;
  };

  return {
    toWall: (at) => at + toOffset(at),
    toInstants: (wallMs) => {
      const near = new Set([toOffset(wallMs - DAY_MS), toOffset(wallMs + DAY_MS)]);
      return [...near]
        .map((offset) => wallMs - offset)
        .filter((at) => at + toOffset(at) === wallMs)
        .sort((a, b) => a - b);
    },
  };
}

/**
 * Reads the stamps of a recorder in the order it wrote them. The hour that the clocks repeat comes twice, so a stamp means its
 * first instant after the stamp before. A stamp that the clocks skip shows a recorder that never changes its own: from there on
 * it keeps the offset it had.
 */
export function createStampReader(clock: LocalClock): (wallMs: number) => number | null {
  let lastAt = Number.NEGATIVE_INFINITY;
  let fixedOffset: number | null = null;
  return (wallMs) => {
    const instants = clock.toInstants(wallMs);
    if (instants.length === 0) fixedOffset ??= Number.isFinite(lastAt) ? clock.toWall(lastAt) - lastAt : null;
    const at = fixedOffset === null ? instants.find((instant) => instant > lastAt) : wallMs - fixedOffset;
    if (at === undefined || at <= lastAt) return null;
    lastAt = at;
    return at;
  };
}
