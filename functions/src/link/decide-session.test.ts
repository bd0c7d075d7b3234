import { networkIdSchema } from "@lastmeter/model/ids";
import type { Hello } from "@lastmeter/model/link/messages";
import { SESSION_MAX_MS } from "@lastmeter/model/link/session";
import { describe, expect, it } from "vitest";
import { decideHello, isOlderVersion } from "./decide-hello.ts";
import { decideFrame, decideSession } from "./decide-session.ts";
import type { LinkRecord } from "./link-record.ts";

const NOW = 1_795_000_000_000;
const kid = "0011223344556677";
const empty: LinkRecord = {
  v: 1,
  kind: "zigbee2mqtt",
  epoch: 1,
  kids: [kid],
  revoked: false,
  active: null,
  pending: [],
  cursor: { queueEpoch: null, next: 0 },
  pastCursors: [],
  lastBatch: null,
  directoryVersion: 1,
  health: { state: "waiting", since: NOW, protocol: "unknown", bridgeVersion: null },
};

function toHello(nonce: string): Hello {
  const networkId = networkIdSchema.parse("N".repeat(32));
  return { v: 1, networkId, kid, clientNonce: nonce.repeat(43), boot: "b".repeat(22), version: "0.1.0" };
}

function toSid(name: string): string {
  return name.repeat(32);
}

/** The record after hellos with these names, 1 s apart. */
function greet(link: LinkRecord, ...names: string[]): LinkRecord {
  return names.reduce((current, name, index) => {
    const offer = { sid: toSid(name), serverNonce: "S".repeat(43) };
    const decided = decideHello(current, toHello(name), offer, NOW + index * 1000);
    return typeof decided === "string" ? expect.fail(decided) : decided.link;
  }, link);
}

function use(link: LinkRecord, name: string, seq: number, now = NOW): LinkRecord | string {
  const session = decideSession(link, { sid: toSid(name), kid }, now);
  return typeof session === "string" ? session : decideFrame(link, session, seq);
}

function useOrFail(link: LinkRecord, name: string, seq: number): LinkRecord {
  const used = use(link, name, seq);
  return typeof used === "string" ? expect.fail(used) : used;
}

describe("hello", () => {
  it.each<[string, Partial<LinkRecord>, string]>([
    ["a revoked gateway", { revoked: true }, "revoked"],
    ["a key that was retired", { kids: ["ffffffffffffffff"] }, "auth_failed"],
  ])("of %s is refused", (_, changes, fault) => {
    const offer = { sid: toSid("a"), serverNonce: "S".repeat(43) };
    expect(decideHello({ ...empty, ...changes }, toHello("a"), offer, NOW)).toBe(fault);
  });

  it("keeps the four newest and the active one", () => {
    const active = useOrFail(greet(empty, "a"), "a", 0);
    const link = greet(active, "b", "c", "d", "e", "f");
    expect(link.pending.map(({ sid }) => sid)).toEqual(["c", "d", "e", "f"].map(toSid));
    expect(link.active?.sid).toBe(toSid("a"));
  });

  it("that is replayed takes the place of its own earlier session", () => {
    expect(greet(empty, "a", "b", "a", "a").pending.map(({ sid }) => sid)).toEqual(["b", "a"].map(toSid));
  });

  it("forgets sessions that waited 60 s", () => {
    const offer = { sid: toSid("b"), serverNonce: "S".repeat(43) };
    const decided = decideHello(greet(empty, "a"), toHello("b"), offer, NOW + 60_000);
    expect(decided).toMatchObject({ link: { pending: [{ sid: toSid("b") }] } });
  });
});

describe("frame", () => {
  it("makes its pending session the active one", () => {
    const link = useOrFail(greet(empty, "a", "b"), "a", 0);
    expect(link.active).toMatchObject({ sid: toSid("a"), window: { top: 0 } });
    expect(link.pending.map(({ sid }) => sid)).toEqual([toSid("b")]);
    expect(use(useOrFail(link, "b", 0), "a", 1)).toBe("auth_failed");
  });

  it.each([
    ["of an unknown session", "z", 0, NOW, "auth_failed"],
    ["used before", "a", 3, NOW, "replayed_seq"],
    ["of a session of 24 h", "a", 4, NOW + SESSION_MAX_MS, "auth_failed"],
    ["of one that waited 60 s", "b", 0, NOW + 61_000, "auth_failed"],
  ])("%s is refused", (_, name, seq, now, fault) => {
    const link = greet(useOrFail(greet(empty, "a"), "a", 3), "b");
    expect(use(link, name, seq, now)).toBe(fault);
  });

  it("of a session under another key is refused", () => {
    expect(decideSession(greet(empty, "a"), { sid: toSid("a"), kid: "f".repeat(16) }, NOW)).toBe("auth_failed");
  });
});

describe("isOlderVersion", () => {
  it.each([
    ["0.1.0", "0.1.0", false],
    ["0.9.0", "0.10.0", true],
    ["1.0.0", "0.10.9", false],
    ["0.1.9", "0.2.0", true],
  ])("%s before %s: %s", (a, b, isOlder) => {
    expect(isOlderVersion(a, b)).toBe(isOlder);
  });
});
