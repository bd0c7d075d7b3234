import { networkIdSchema } from "@lastmeter/model/ids";
import type { LinkHealth } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { planOffline } from "./tick.ts";

const networkId = networkIdSchema.parse("N".repeat(32));
const health: LinkHealth = { state: "online", since: 1_795_000_000_000, protocol: "online", bridgeVersion: "0.1.0" };
const offlineAt = health.since + 390_000;

describe("planOffline", () => {
  it("tells that the gateway is away since its batch was due", () => {
    const offline = { ...health, state: "offline", since: offlineAt };
    expect(planOffline({ networkId, offlineAt, health })).toEqual({
      health: offline,
      writes: [{ kind: "replaceFields", path: `networks/${networkId}`, data: { link: offline }, fields: ["link"] }],
    });
  });

  it.each(["offline", "waiting"] as const)("leaves one that is %s as it is", (state) => {
    expect(planOffline({ networkId, offlineAt, health: { ...health, state } }).writes).toEqual([]);
  });
});
