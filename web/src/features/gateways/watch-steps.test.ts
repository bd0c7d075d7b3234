import type { GatewayStatus } from "@lastmeter/model/gateway";
import type { LinkHealth } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { toWatchSteps } from "./watch-steps.ts";

const at = Date.UTC(2026, 10, 28);
const link: LinkHealth = { state: "waiting", since: at, protocol: "unknown", bridgeVersion: null };
const status: GatewayStatus = {
  v: 1,
  stage: "waiting",
  helloAt: null,
  provedAt: null,
  firstMessageAt: null,
  faults: [],
  lastSeenAt: null,
  version: null,
  newestVersion: null,
  queue: { length: 0, oldestAt: null },
  clockSkewMs: null,
  rotation: null,
  keyMadeAt: at,
  revokedAt: null,
};

describe("a new gateway's steps", () => {
  it.each<[string, Partial<GatewayStatus> | null, LinkHealth["state"], string]>([
    ["nothing is told yet", null, "waiting", "now next next"],
    ["nothing is told of one that is connected", null, "online", "done done now"],
    ["it has not called", {}, "waiting", "now next next"],
    ["it has called", { stage: "hello", helloAt: at }, "waiting", "done now next"],
    ["its key is proved", { stage: "proved", helloAt: at, provedAt: at + 1 }, "online", "done done now"],
    ["it sends", { stage: "receiving", helloAt: at, provedAt: at, firstMessageAt: at }, "online", "done done done"],
  ])("%s", (_, told, state, expected) => {
    const steps = toWatchSteps(told && { ...status, ...told }, { ...link, state });
    expect(steps.map((each) => each.state).join(" ")).toBe(expected);
  });

  it("say when they were done, and nothing of what an older key has done", () => {
    const told = { ...status, stage: "hello", helloAt: at, provedAt: at - 9, firstMessageAt: at - 8 } as const;
    expect(toWatchSteps(told, link).map((each) => each.at)).toEqual([at, null, null]);
  });
});
