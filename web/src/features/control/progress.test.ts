import { type Command, commandReasons } from "@lastmeter/model/command";
import { describe, expect, it } from "vitest";
import type { Order } from "../../data/orders.ts";
import { toProgress, toWanted } from "./progress.ts";
import { toEndWords } from "./progress-words.ts";

const AT = 1_800_000_000_000;
const SECOND = 1000;

const toOrder = (command: Partial<Command> | null, fault: unknown = null): Order => ({
  value: true,
  askedAt: AT,
  fault,
  command: command && {
    v: 1,
    networkId: "n" as Command["networkId"],
    order: { kind: "set", nodeId: "o", channel: "state", value: true } as Command["order"],
    nodeId: null,
    seq: 1,
    who: "anna",
    whoLabel: "",
    why: { source: "app", cause: null, hops: 0 },
    at: AT,
    deadline: AT + 60 * SECOND,
    state: "queued",
    reason: null,
    sentAt: null,
    publishedAt: null,
    endedAt: null,
    ...command,
  },
});
const ended = (state: Command["state"], reason: Command["reason"]) => toOrder({ state, reason, endedAt: AT + SECOND });

describe("what is told of an order", () => {
  it.each([
    { what: "nothing was asked", order: null, after: 0, phase: null },
    { what: "the server has not taken it", order: toOrder(null), after: 1, phase: "sending" },
    { what: "the server refused it", order: toOrder(null, new Error()), after: 1, phase: "refused" },
    { what: "queued", order: toOrder({}), after: 59, phase: "sending" },
    { what: "handed over", order: toOrder({ state: "sent" }), after: 59, phase: "sending" },
    { what: "past its deadline", order: toOrder({ state: "sent" }), after: 60, phase: "unknown" },
    { what: "confirmed", order: ended("confirmed", null), after: 3, phase: "confirmed" },
    { what: "confirmed a while ago", order: ended("confirmed", null), after: 8, phase: null },
    { what: "on, but drawing nothing", order: ended("confirmed", "no_draw"), after: 70, phase: "ended" },
    { what: "replaced by a newer one", order: ended("failed", "superseded"), after: 2, phase: null },
    { what: "failed", order: ended("failed", "device"), after: 2, phase: "ended" },
    { what: "expired", order: ended("expired", "no_gateway"), after: 62, phase: "ended" },
    { what: "denied", order: ended("denied", "no_grant"), after: 2, phase: "ended" },
    { what: "failed long ago", order: ended("failed", "device"), after: 1000, phase: null },
  ])("$what", ({ order, after, phase }) => {
    const progress = toProgress(order, AT + after * SECOND);
    expect(progress?.phase ?? null).toBe(phase);
    expect(toWanted(order, progress)).toBe(phase === "sending" || phase === "unknown" ? true : null);
  });

  it("every reason has words of its own", () => {
    const words = commandReasons.map((reason) => toEndWords({ state: "failed", reason, detail: null }, (id) => id));
    expect(new Set(words).size).toBe(commandReasons.length);
  });

  it("the network's own words are told as its own", () => {
    const told = toEndWords({ state: "failed", reason: "device", detail: "timeout" }, (id, values) =>
      [id, ...Object.values(values ?? {})].join(" "),
    );
    expect(told).toBe("command.device command.detail timeout");
  });
});
