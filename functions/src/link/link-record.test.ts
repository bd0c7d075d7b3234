import { describe, expect, it } from "vitest";
import { toNewStatus } from "./gateway-status.ts";
import { type LinkRecord, toNextIntervalMs } from "./link-record.ts";

const PROVED = 1_795_000_000_000;
const MINUTE = 60_000;
const fault = { fault: "noBroker", since: PROVED } as const;

describe("how long a gateway may wait", () => {
  it.each<[string, number, Partial<NonNullable<LinkRecord["status"]>>, number]>([
    ["proved, nothing heard", 0, {}, 10_000],
    ["just heard", MINUTE, { firstMessageAt: PROVED }, 10_000],
    ["heard and well", 2 * MINUTE, { firstMessageAt: PROVED }, 300_000],
    ["with a fault that is being mended", 9 * MINUTE, { firstMessageAt: PROVED, faults: [fault] }, 10_000],
    ["with a fault that nobody mends", 10 * MINUTE, { firstMessageAt: PROVED, faults: [fault] }, 300_000],
  ])("%s", (_, ms, told, expected) => {
    const link = { status: { ...toNewStatus(PROVED), provedAt: PROVED, ...told } } as LinkRecord;
    expect(toNextIntervalMs(link, null, PROVED + ms)).toBe(expected);
  });
});
