import { toUtf8 } from "@lastmeter/model/link/bytes";
import { linkLimits } from "@lastmeter/model/link/messages";
import { describe, expect, it } from "vitest";
import { toNativeMessages } from "./native-messages.ts";

const { stateMessageBytes, networkMessageBytes } = linkLimits;

describe("toNativeMessages", () => {
  it.each<[string, string, { p?: string; b?: string }, boolean]>([
    ["a state at its cap", "plug", { p: "x".repeat(stateMessageBytes) }, true],
    ["a state beyond it", "plug", { p: "x".repeat(stateMessageBytes + 1) }, false],
    ["a state beyond it in bytes, not characters", "plug", { p: "é".repeat(stateMessageBytes / 2 + 1) }, false],
    ["a network message at its cap", "bridge/devices", { p: "x".repeat(networkMessageBytes) }, true],
    ["a network message beyond it", "bridge/devices", { p: "x".repeat(networkMessageBytes + 1) }, false],
    ["binary", "plug", { b: "AP8=" }, true],
    ["malformed base64", "plug", { b: "*" }, false],
    ["neither text nor binary", "plug", {}, false],
    ["both", "plug", { p: "", b: "" }, false],
  ])("%s", (_, topic, payload, isKept) => {
    const { messages, deadLetters } = toNativeMessages([{ n: 1, at: 0, topic, ...payload }]);
    expect([messages.length, deadLetters.length]).toEqual(isKept ? [1, 0] : [0, 1]);
    if (!isKept) expect(deadLetters[0]?.reason).toMatch(/^payload: .* expected/);
  });

  it("keeps order and bytes", () => {
    const relayed = ["a", "b"].map((p, n) => ({ n, at: n, topic: "t", p }));
    expect(toNativeMessages(relayed).messages).toEqual([
      { sequence: 0, at: 0, topic: "t", text: "a", payload: toUtf8("a") },
      { sequence: 1, at: 1, topic: "t", text: "b", payload: toUtf8("b") },
    ]);
  });
});
