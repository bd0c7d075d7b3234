import { describe, expect, it } from "vitest";
import { decideBackoffMs, parseRetryAfter } from "./backoff.ts";
import { decideVerdict } from "./verdict.ts";

const response = (status: number, problem?: string) => ({
  kind: "response" as const,
  status,
  body: new Uint8Array(),
  problem,
  retryAfterMs: undefined,
});

describe("an answer that is not sealed", () => {
  it.each([
    [400, undefined, "new_session"],
    [401, "auth_failed", "new_session"],
    [403, "revoked", "revoked"],
    [403, undefined, "retry"],
    [404, undefined, "retry"],
    [409, "replayed_seq", "reseal"],
    [413, undefined, "halve"],
    [415, undefined, "alert"],
    [426, undefined, "alert"],
    [429, undefined, "retry"],
    [500, undefined, "retry"],
    [503, undefined, "retry"],
    [204, undefined, "retry"],
    [511, undefined, "retry"],
  ] as const)("%i %s means %s", (status, problem, expected) => {
    expect(decideVerdict(response(status, problem))).toBe(expected);
  });

  it("may be none at all", () => {
    expect(decideVerdict({ kind: "failed", reason: "ECONNREFUSED" })).toBe("retry");
  });
});

describe("the pause before the next try", () => {
  it.each([
    [0, undefined, 0.5, 500],
    [3, undefined, 0.5, 4000],
    [40, undefined, 1, 300_000],
    [0, 10_000, 0, 10_000],
    [0, 9e9, 0, 3_600_000],
  ])("after %i failures, Retry-After %s, is jittered", (attempt, retryAfterMs, random, expected) => {
    expect(decideBackoffMs(attempt, retryAfterMs, random)).toBe(expected);
  });

  it.each([
    [null, undefined],
    ["120", 120_000],
    ["Thu, 01 Jan 1970 00:01:00 GMT", 60_000],
    ["soon", undefined],
  ])("Retry-After %s is %s ms", (header, expected) => {
    expect(parseRetryAfter(header, 0)).toBe(expected);
  });
});
