import { describe, expect, it } from "vitest";
import { type Bucket, takeFrom } from "./bucket.ts";

const policy = { name: "client", quota: 60, windowS: 60 };

describe("a bucket", () => {
  it("gives its quota at once, then what is refilled, and says when to come again", () => {
    let bucket: Bucket | undefined;
    for (let call = 0; call < 60; call++) {
      const taken = takeFrom(bucket, policy, 1, 0);
      expect(taken).toMatchObject({ isAllowed: true, remaining: 59 - call, retryAfterS: 0 });
      bucket = taken.bucket;
    }
    expect(takeFrom(bucket, policy, 1, 0)).toMatchObject({
      isAllowed: false,
      remaining: 0,
      retryAfterS: 1,
      resetS: 60,
    });
    expect(takeFrom(bucket, policy, 10, 5000)).toMatchObject({ isAllowed: false, remaining: 5, retryAfterS: 5 });
    expect(takeFrom(bucket, policy, 10, 10_000)).toMatchObject({ isAllowed: true, remaining: 0 });
    expect(takeFrom(bucket, policy, 60, 3_600_000)).toMatchObject({ isAllowed: true, remaining: 0 });
  });
});
