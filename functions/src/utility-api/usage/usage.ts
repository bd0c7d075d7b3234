import type { ClientFault, UsageDay } from "@lastmeter/model/apps";

/** Told to the database this often at most, and at the first call an instance gets from a client. */
export const FLUSH_MS = 20_000;
const FAULTS_MAX = 20;

/** What one instance counted of a client and has not told yet. */
export interface Counted {
  readonly counts: Omit<UsageDay, "day">;
  readonly faults: readonly ClientFault[];
}

const nothing: Counted = { counts: { requests: 0, errors: 0, limited: 0, rows: 0 }, faults: [] };

export interface Call {
  readonly rows: number;
  /** Null: answered. */
  readonly fault: ClientFault | null;
}

const addCall = ({ counts, faults }: Counted, { rows, fault }: Call): Counted => ({
  counts: {
    requests: counts.requests + 1,
    errors: counts.errors + (fault === null ? 0 : 1),
    limited: counts.limited + (fault?.status === 429 ? 1 : 0),
    rows: counts.rows + rows,
  },
  faults: fault === null ? faults : [...faults, fault].slice(-FAULTS_MAX),
});

/** Of UTC: `2026-11-28`. */
export const toUsageDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What a day's document becomes. */
export function mergeUsage(
  before: (UsageDay & { readonly faults: readonly ClientFault[] }) | null,
  day: string,
  counted: Counted,
) {
  const sum = (name: keyof Counted["counts"]) => (before?.[name] ?? 0) + counted.counts[name];
  return {
    v: 1 as const,
    day,
    requests: sum("requests"),
    errors: sum("errors"),
    limited: sum("limited"),
    rows: sum("rows"),
    faults: [...(before?.faults ?? []), ...counted.faults].slice(-FAULTS_MAX),
  };
}

export interface UsageStore {
  /** @returns the calls of all instances on this day so far. */
  add(clientId: string, day: string, counted: Counted, now: number): Promise<number>;
}

interface Kept {
  readonly counted: Counted;
  readonly toldAt: number;
  /** Of all instances when it was told last, and what this one counted since. */
  readonly total: { readonly day: string; readonly requests: number };
}

/** Counts calls in memory, and their sum over all instances now and then. */
export interface Usage {
  count(clientId: string, call: Call, now: number): void;
  /** Calls of the day, by what is known here. */
  requestsOf(clientId: string, now: number): number;
  /** Tells what is due, or all; what fails is told the next time. */
  flush(now: number, what?: "due" | "all"): Promise<void>;
}

export function createUsage(store: UsageStore): Usage {
  const kept = new Map<string, Kept>();
  const toKept = (clientId: string, now: number): Kept => {
    const known = kept.get(clientId) ?? { counted: nothing, toldAt: 0, total: { day: toUsageDay(now), requests: 0 } };
    return known.total.day === toUsageDay(now) ? known : { ...known, total: { day: toUsageDay(now), requests: 0 } };
  };
  const tell = async (clientId: string, now: number) => {
    const before = toKept(clientId, now);
    kept.set(clientId, { ...before, counted: nothing, toldAt: now });
    const restore = () => {
      const since = toKept(clientId, now);
      kept.set(clientId, { ...since, counted: join(before.counted, since.counted) });
    };
    const requests = await store.add(clientId, before.total.day, before.counted, now).catch((error: unknown) => {
      restore();
      throw error;
    });
    const since = toKept(clientId, now);
    if (since.total.day === before.total.day) {
      kept.set(clientId, {
        ...since,
        total: { day: before.total.day, requests: requests + since.counted.counts.requests },
      });
    }
  };
  return {
    count(clientId, call, now) {
      const known = toKept(clientId, now);
      const total = { ...known.total, requests: known.total.requests + 1 };
      kept.set(clientId, { ...known, counted: addCall(known.counted, call), total });
    },
    requestsOf: (clientId, now) => toKept(clientId, now).total.requests,
    async flush(now, what = "due") {
      const due: string[] = [];
      for (const [clientId, { counted, toldAt }] of kept) {
        if (what === "due" && now - toldAt < FLUSH_MS) continue;
        if (counted.counts.requests > 0) due.push(clientId);
        else kept.delete(clientId);
      }
      await Promise.all(due.map((clientId) => tell(clientId, now)));
    },
  };
}

function join(first: Counted, second: Counted): Counted {
  const sum = (name: keyof Counted["counts"]) => first.counts[name] + second.counts[name];
  return {
    counts: { requests: sum("requests"), errors: sum("errors"), limited: sum("limited"), rows: sum("rows") },
    faults: [...first.faults, ...second.faults].slice(-FAULTS_MAX),
  };
}
