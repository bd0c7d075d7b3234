import { describe, expect, it } from "vitest";
import { planNetwork } from "../gateways/plan-network.ts";
import { type LinkRecord, linkRecordSchema, toIntervalMs, toNextIntervalMs } from "./link-record.ts";

const now = 1_795_333_000_000;
const secrets = { wrappingKey: new Uint8Array(32), linkSecret: new Uint8Array(32) };
const input = {
  ownerId: "owner",
  name: "Home",
  description: "",
  kind: "zigbee2mqtt" as const,
  location: null,
  timeZone: "Europe/Athens",
  gatewayAddress: "",
  dispatcherUrl: "https://example.org",
};
const { writes } = await planNetwork(input, secrets, now);
const state = writes.find(({ path }) => path.endsWith("/state/link"));
const { status: _, ...link } = linkRecordSchema.parse(state && "data" in state && Reflect.get(state.data, "link"));
const rules = (isPrompt: boolean): LinkRecord["rules"] => ({ version: 1, interestVersion: 1, isPrompt });

describe("how long a gateway may wait with its next batch", () => {
  it.each<[string, Partial<LinkRecord>, number | null, number]>([
    ["five minutes where nothing waits", {}, null, 300_000],
    ["as its owner says", { intervalMs: 60_000 }, null, 60_000],
    ["10 s where a rule's values cannot be watched for", { rules: rules(false) }, null, 10_000],
    ["as ever where they can", { rules: rules(true) }, null, 300_000],
    ["until a minute is over that a rule waits for", {}, now + 60_000, 60_250],
    ["no less than 10 s", {}, now + 1000, 10_000],
    ["no less than 10 s, too late", {}, now - 60_000, 10_000],
    ["no longer than ever", {}, now + 3_600_000, 300_000],
  ])("%s", (_, change, lastsAt, expected) => {
    expect(toNextIntervalMs({ ...link, ...change }, lastsAt, now)).toBe(expected);
    if (lastsAt === null) expect(toIntervalMs({ ...link, ...change })).toBe(expected);
  });
});
