import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toUtf8 } from "./bytes.ts";
import type { UplinkHead } from "./messages.ts";
import { fromRelayedPayload, splitUplinkPlaintext, toRelayedPayload, toUplinkPlaintext } from "./plaintext.ts";

const head: UplinkHead = {
  now: 1_760_000_000_000,
  watched: "no",
  interestVersion: 0,
  wantsToken: false,
  queue: { length: 0, oldestAt: null },
  broker: "connected",
};

describe("plaintext", () => {
  it("keeps the batch's exact bytes", () => {
    const batch = toUtf8('{"a":"x\\ny"}\n ');
    const parts = splitUplinkPlaintext(toUplinkPlaintext(head, batch));
    expect(parts).toEqual({ head: toUtf8(JSON.stringify(head)), batch });
    expect(splitUplinkPlaintext(toUtf8("{}"))).toBeNull();
  });

  it("keeps every payload, text or not, through JSON", () => {
    const payloads = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: "binary" }).map((text) => toUtf8(text)),
    );
    fc.assert(
      fc.property(payloads, (payload) => {
        const relayed: { p?: string; b?: string } = JSON.parse(JSON.stringify(toRelayedPayload(payload)));
        expect(fromRelayedPayload(relayed)).toEqual(new Uint8Array(payload));
      }),
    );
  });

  it.each([[{}], [{ p: "a", b: "YQ==" }], [{ b: "*" }]])("has no payload in %j", (message) => {
    expect(fromRelayedPayload(message)).toBeNull();
  });
});
