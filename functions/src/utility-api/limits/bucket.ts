/** So much at once, refilled evenly over `windowS`. */
export interface Policy {
  readonly name: string;
  readonly quota: number;
  readonly windowS: number;
}

export interface Bucket {
  /** What is left, at `at`. */
  readonly left: number;
  readonly at: number;
}

export interface Taken {
  readonly bucket: Bucket;
  readonly isAllowed: boolean;
  /** Whole ones that are left. */
  readonly remaining: number;
  /** Until what was refused would be allowed; 0 where it was. */
  readonly retryAfterS: number;
  /** Until the bucket is full again. */
  readonly resetS: number;
}

/** Takes `cost` if it is there, all or nothing. @param bucket undefined: full. */
export function takeFrom(bucket: Bucket | undefined, { quota, windowS }: Policy, cost: number, now: number): Taken {
  const perMs = quota / (windowS * 1000);
  const known = bucket ?? { left: quota, at: now };
  const filled = Math.min(quota, known.left + Math.max(0, now - known.at) * perMs);
  const isAllowed = filled >= cost;
  const left = isAllowed ? filled - cost : filled;
  const toSeconds = (missing: number) => Math.ceil(Math.max(0, missing) / perMs / 1000);
  return {
    bucket: { left, at: now },
    isAllowed,
    remaining: Math.floor(left),
    retryAfterS: isAllowed ? 0 : Math.max(1, toSeconds(Math.min(cost, quota) - filled)),
    resetS: toSeconds(quota - left),
  };
}
