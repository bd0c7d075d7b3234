let offsetMs = 0;

/** Milliseconds since 1970 by the server's clock as far as it is known: phones' clocks are wrong by minutes. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/**
 * Corrects the clock by a `Date` header. The header has whole seconds, so up to 1 s of difference is left alone.
 * @param askedAt and @param answeredAt the phone's clock around the request
 */
export function setServerDate(header: string | null, askedAt: number, answeredAt: number): void {
  const serverAt = header === null ? Number.NaN : Date.parse(header) + 500;
  if (Number.isNaN(serverAt)) return;
  const difference = serverAt - (askedAt + answeredAt) / 2;
  offsetMs = Math.abs(difference) <= 1000 ? 0 : Math.round(difference);
}
