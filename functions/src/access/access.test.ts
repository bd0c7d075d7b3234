import { type GrantRole, grantRoles } from "@lastmeter/model/grant";
import { type Resolution, resolutions, toDayInterval } from "@lastmeter/model/time";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccessFacts, type AccessGrant, type Ask, decideAccess, networkAffairs, nodeAffairs } from "./access.ts";
import { accessVectors, type VectorAsk, type VectorGrant } from "./vectors.ts";

const NOW = Date.UTC(2026, 10, 22, 10);
const timeZone = "Europe/Athens";
const principalId = "grantee";

const starts = new Map<string, number>();
function toDay(day: string): number {
  const start = starts.get(day) ?? toDayInterval(day, timeZone).startAt;
  starts.set(day, start);
  return start;
}
const toBucketStart = (bucketId: string | null) =>
  bucketId === null ? 0 : toDay(`${bucketId}-01-01`.slice(0, Math.max(10, bucketId.length)));

function toAsk(ask: VectorAsk): Ask {
  if (ask.kind === "series") {
    return { kind: "series", resolution: ask.resolution, channels: ask.channels, from: toBucketStart(ask.bucketId) };
  }
  if (ask.kind === "events") return { kind: "events", channels: ask.channels, from: toBucketStart(ask.localDay) };
  return ask;
}

function toGrant(grant: VectorGrant | null): AccessGrant | null {
  if (grant === null) return null;
  const { from, until } = grant;
  return {
    ...grant,
    principalId,
    timeZone,
    channels: grant.channels && [...grant.channels],
    from: NOW + from,
    until: until === null ? null : NOW + until,
  };
}

describe("the table", () => {
  it.each(accessVectors)("$name: $isAllowed", ({ who, grant, networkGrant, ask, isAllowed }) => {
    const facts = { principalId, ownerId: who === "owner" ? principalId : "owner", ask: toAsk(ask), now: NOW };
    const access = decideAccess({ ...facts, grant: toGrant(grant), networkGrant: toGrant(networkGrant) });
    expect(access.isAllowed).toBe(isAllowed);
  });

  it("names no vector twice", () => {
    const names = accessVectors.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

const days = ["2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01", "2026-06-15", "2026-11-22"] as const;
const keys = ["power", "state", "voltage"] as const;

const grantArbitrary: fc.Arbitrary<AccessGrant> = fc.record({
  principalId: fc.constantFrom(principalId, "another"),
  role: fc.constantFrom<GrantRole>(...grantRoles),
  resolution: fc.constantFrom<Resolution>(...resolutions),
  channels: fc.option(fc.subarray<string>([...keys], { minLength: 1 })),
  from: fc.constantFrom(-86_400_000, -1000, -1, 0, 1, 1000).map((ms) => NOW + ms),
  until: fc.option(fc.constantFrom(-1000, -1, 0, 1, 1000, 86_400_000).map((ms) => NOW + ms)),
  historyFrom: fc.option(fc.constantFrom<string>(...days)),
  timeZone: fc.constant(timeZone),
});
const channelsArbitrary = fc.option(fc.subarray<string>([...keys], { minLength: 1 }));
const fromArbitrary = fc.tuple(fc.constantFrom(...days), fc.constantFrom(-1, 0, 1)).map(([day, ms]) => toDay(day) + ms);
const askArbitrary: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({
    kind: fc.constant("series" as const),
    resolution: fc.constantFrom<Resolution>(...resolutions),
    channels: channelsArbitrary,
    from: fromArbitrary,
  }),
  fc.record({ kind: fc.constant("events" as const), channels: channelsArbitrary, from: fromArbitrary }),
  fc.record({ kind: fc.constant("live" as const), channels: channelsArbitrary }),
  fc.record({ kind: fc.constantFrom("node", "watch", "command", ...nodeAffairs, ...networkAffairs) }),
);

/** Independent of the table: everything a grant gives, written out as facts, of which an ask needs some. */
function toGiven(grant: AccessGrant | null, now: number): Set<string> {
  const given = new Set<string>();
  if (grant === null || grant.principalId !== principalId) return given;
  if (now < grant.from || (grant.until !== null && now >= grant.until)) return given;
  given.add("node");
  if (grant.role !== "viewer") given.add("command");
  if (grant.role === "admin") for (const kind of [...nodeAffairs, ...networkAffairs]) given.add(kind);
  const order: Record<Resolution, Resolution[]> = {
    raw: ["raw", "quarter", "hour", "day", "month"],
    quarter: ["quarter", "hour", "day", "month"],
    hour: ["hour", "day", "month"],
    day: ["day", "month"],
    month: ["month"],
  };
  for (const resolution of order[grant.resolution]) {
    for (const key of grant.channels ?? [...keys, "later"]) {
      given.add(`now ${resolution} ${key}`);
      for (const day of days) {
        for (const ms of [-1, 0, 1]) {
          const at = toDay(day) + ms;
          const isOldEnough = grant.historyFrom === null || at >= toDay(grant.historyFrom);
          if (isOldEnough) given.add(`${at} ${resolution} ${key}`);
        }
      }
    }
    if (resolution === "raw") given.add("watch");
  }
  return given;
}

function isGiven({ ask, grant, networkGrant, now, ownerId }: AccessFacts): boolean {
  if (ownerId === principalId) return true;
  const ofNode = toGiven(grant, now);
  const ofNetwork = toGiven(networkGrant, now);
  switch (ask.kind) {
    case "series":
      return (ask.channels ?? [...keys, "later"]).every((key) => ofNode.has(`${ask.from} ${ask.resolution} ${key}`));
    case "events":
      return (ask.channels ?? [...keys, "later"]).every((key) => ofNode.has(`${ask.from} raw ${key}`));
    case "live":
      return (ask.channels ?? [...keys, "later"]).every((key) => ofNode.has(`now raw ${key}`));
    case "watch":
      return ofNode.has("watch") || (ofNetwork.has("network") && ofNetwork.has("watch"));
    default:
      return (networkAffairs.some((kind) => kind === ask.kind) ? ofNetwork : ofNode).has(ask.kind);
  }
}

describe("random grants", () => {
  it("allow what the model allows, and nothing else", () => {
    const facts = fc.record({
      principalId: fc.constant(principalId),
      ownerId: fc.constantFrom("owner", "owner", "owner", "owner", principalId),
      networkGrant: fc.option(grantArbitrary),
      grant: fc.option(grantArbitrary, { freq: 9 }),
      ask: askArbitrary,
      now: fc.constant(NOW),
    });
    const counts = { allowed: 0, denied: 0 };
    fc.assert(
      fc.property(facts, (each) => {
        const { isAllowed } = decideAccess(each);
        counts[isAllowed ? "allowed" : "denied"]++;
        expect(isAllowed).toBe(isGiven(each));
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(counts.allowed, counts.denied)).toBeGreaterThan(500);
  });
});

describe("the reason", () => {
  const grant = toGrant({
    role: "viewer",
    resolution: "hour",
    channels: ["power"],
    from: -1000,
    until: 1000,
    historyFrom: "2026-06-15",
  });
  const ask: Ask = { kind: "series", resolution: "hour", channels: ["power"], from: toDay("2026-06-15") };
  const facts: AccessFacts = { principalId, ownerId: "owner", networkGrant: null, grant, ask, now: NOW };
  it.each<[string, Partial<AccessFacts>, string | null]>([
    ["nothing amiss", {}, null],
    ["one second before the end", { now: NOW + 999 }, null],
    ["the end", { now: NOW + 1000 }, "over"],
    ["one second after the beginning", { now: NOW - 1000 }, null],
    ["before the beginning", { now: NOW - 1001 }, "early"],
    ["finer", { ask: { ...ask, resolution: "quarter" } }, "resolution"],
    ["more channels", { ask: { ...ask, channels: ["power", "state"] } }, "channels"],
    ["older", { ask: { ...ask, from: ask.from - 1 } }, "history"],
    ["a command", { ask: { kind: "command" } }, "role"],
    ["no grant", { grant: null }, "none"],
    ["somebody else's grant", { principalId: "another" }, "none"],
  ])("%s", (_, changed, reason) => {
    const access = decideAccess({ ...facts, ...changed });
    expect(access.isAllowed ? null : access.reason).toBe(reason);
  });

  it("tells what may be read instead, but not to whom nothing is lent", () => {
    const access = decideAccess({ ...facts, ask: { ...ask, resolution: "raw" } });
    expect(access).toMatchObject({
      permitted: { resolution: "hour", channels: ["power"], from: toDay("2026-06-15"), until: NOW + 1000 },
    });
    expect(decideAccess({ ...facts, now: NOW + 1000 })).toMatchObject({ permitted: null });
  });
});
