const BASE_MS = 1000;
const CAP_MS = 300_000;
/** Retry-After is not authenticated: whoever sends it may delay us, but not for ever. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Full jitter: anything between nothing and 1 s, 2 s, 4 s … 5 min. @param random in [0, 1). */
export function decideBackoffMs(attempt: number, retryAfterMs: number | undefined, random: number): number {
  const jitter = random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 20));
  return retryAfterMs === undefined ? jitter : Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) + random * BASE_MS;
}

/** RFC 9110, 10.2.3: seconds or an HTTP date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
