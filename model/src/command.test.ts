import { describe, expect, it } from "vitest";
import {
  COMMAND_MAX_MS,
  type CommandOrder,
  canBecome,
  commandOrderSchema,
  commandRequestSchema,
  commandSchema,
  commandStates,
  commandWhySchema,
  isFinal,
  PERMIT_JOIN_MAX_S,
  toCommandTarget,
} from "./command.ts";
import { networkIdSchema, nodeIdSchema } from "./ids.ts";

const NOW = 1_795_000_000_000;
const networkId = networkIdSchema.parse("N".repeat(32));
const nodeId = nodeIdSchema.parse("n".repeat(22));
const set = { kind: "set", nodeId, channel: "state", value: true } as const;

describe("an order", () => {
  it.each<[string, CommandOrder]>([
    ["a switch", set],
    ["a level", { ...set, channel: "brightness", value: 128 }],
    ["a mode", { ...set, channel: "systemMode", value: "heat" }],
    ["a colour", { ...set, channel: "color", value: { hue: 120, saturation: 80 } }],
    ["pairing", { kind: "permitJoin", seconds: PERMIT_JOIN_MAX_S }],
    ["no pairing", { kind: "permitJoin", seconds: 0 }],
    ["a removal", { kind: "removeNode", nodeId }],
    ["a removal of what is lost", { kind: "removeNode", nodeId, force: true }],
  ])("%s is understood", (_, order) => {
    expect(commandOrderSchema.parse(order)).toEqual(order);
  });

  it.each<[string, object]>([
    ["no kind", { nodeId }],
    ["a topic", { ...set, topic: "zigbee2mqtt/x/set" }],
    ["a name for an id", { ...set, nodeId: "kitchen/plug" }],
    ["a channel that is a path", { ...set, channel: "state/#" }],
    ["no number", { ...set, value: Number.NaN }],
    ["no finite number", { ...set, value: Number.POSITIVE_INFINITY }],
    ["a list", { ...set, value: [1] }],
    ["null", { ...set, value: null }],
    ["parts in parts", { ...set, value: { color: { hue: 1 } } }],
    ["too many parts", { ...set, value: Object.fromEntries([..."abcdefghi"].map((key) => [key, 1])) }],
    ["a dangerous part", { ...set, value: JSON.parse('{"__proto__x":1,"constructor!":1}') }],
    ["a long text", { ...set, value: "x".repeat(257) }],
    ["pairing without end", { kind: "permitJoin", seconds: PERMIT_JOIN_MAX_S + 1 }],
    ["pairing for less than nothing", { kind: "permitJoin", seconds: -1 }],
  ])("with %s is refused", (_, order) => {
    expect(commandOrderSchema.safeParse(order).success).toBe(false);
  });

  it("replaces an earlier one of the same node and channel, and no other", () => {
    const target = toCommandTarget(set);
    expect(toCommandTarget({ ...set, value: false })).toBe(target);
    expect(toCommandTarget({ ...set, channel: "stateL1" })).not.toBe(target);
    expect(toCommandTarget({ ...set, nodeId: nodeIdSchema.parse("m".repeat(22)) })).not.toBe(target);
    expect(toCommandTarget({ kind: "permitJoin", seconds: 0 })).toBe(
      toCommandTarget({ kind: "permitJoin", seconds: 9 }),
    );
  });
});

describe("a request", () => {
  it("lives a minute unless told, a quarter of an hour at most", () => {
    expect(commandRequestSchema.parse({ networkId, order: set }).lifeMs).toBe(60_000);
    expect(commandRequestSchema.safeParse({ networkId, order: set, lifeMs: COMMAND_MAX_MS }).success).toBe(true);
    expect(commandRequestSchema.safeParse({ networkId, order: set, lifeMs: COMMAND_MAX_MS + 1 }).success).toBe(false);
  });
});

describe("a command's life", () => {
  it("ends once: nothing leaves a final state, and nothing is confirmed that was not sent", () => {
    expect(commandStates.filter(isFinal)).toEqual(["confirmed", "failed", "expired", "denied"]);
    for (const from of commandStates.filter(isFinal)) {
      for (const to of commandStates) expect(canBecome(from, to)).toBe(false);
    }
    expect(canBecome("queued", "confirmed")).toBe(false);
    expect(canBecome("sent", "queued")).toBe(false);
    expect(canBecome("queued", "sent") && canBecome("sent", "confirmed")).toBe(true);
  });

  it("is one document", () => {
    const why = commandWhySchema.parse({ source: "app", cause: null, hops: 0 });
    const command = {
      v: 1,
      networkId,
      order: set,
      nodeId,
      seq: NOW,
      who: "uid",
      whoLabel: "a@b.c",
      why,
      at: NOW,
      deadline: NOW + 60_000,
      state: "queued",
      reason: null,
      sentAt: null,
      publishedAt: null,
      endedAt: null,
    };
    expect(commandSchema.parse(command)).toEqual(command);
    expect(commandSchema.safeParse({ ...command, state: "done" }).success).toBe(false);
    expect(commandSchema.safeParse({ ...command, why: { ...why, hops: 4 } }).success).toBe(false);
  });
});
