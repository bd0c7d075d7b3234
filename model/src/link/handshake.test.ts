import { describe, expect, it } from "vitest";
import { networkIdSchema } from "../ids.ts";
import { fromHex } from "./bytes.ts";
import { HELLO_MAX_BYTES, openWelcome, parseHello, sealHello, sealWelcome, verifyHello } from "./handshake.ts";
import type { Hello, Welcome } from "./messages.ts";

const linkKey = { kid: "0011223344556677", key: fromHex("ab".repeat(32)) };
const stranger = { ...linkKey, key: fromHex("cd".repeat(32)) };
const hello: Hello = {
  v: 1,
  networkId: networkIdSchema.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"),
  kid: linkKey.kid,
  clientNonce: "A".repeat(43),
  boot: "B".repeat(22),
  version: "0.1.0",
};
const welcome: Welcome = {
  v: 1,
  sid: "00".repeat(16),
  serverNonce: "C".repeat(43),
  serverTime: 1_760_000_000_000,
  expiresAt: 1_760_086_400_000,
  oldestVersion: "0.1.0",
  cursor: { queueEpoch: null, next: 0 },
};

async function isProved(body: Uint8Array, key = linkKey): Promise<boolean> {
  const claimed = parseHello(body);
  return claimed !== null && verifyHello(key, claimed);
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

describe("hello", () => {
  it("proves the key", async () => {
    const body = await sealHello(linkKey, hello);
    expect(parseHello(body)?.hello).toEqual(hello);
    expect(await isProved(body)).toBe(true);
    expect(await isProved(body, stranger)).toBe(false);
  });

  it("proves nothing with any bit flipped or any byte missing", async () => {
    const body = await sealHello(linkKey, hello);
    for (let bit = 0; bit < body.length * 8; bit += 7) expect(await isProved(flipBit(body, bit))).toBe(false);
    for (let length = 0; length < body.length; length += 1) expect(await isProved(body.slice(0, length))).toBe(false);
  });

  it.each<[string, object]>([
    ["an unknown field", { ...hello, extra: 1 }],
    ["a version it does not know", { ...hello, v: 2 }],
    ["a short nonce", { ...hello, clientNonce: "A" }],
  ])("with %s is not one", async (_, wrong) => {
    expect(parseHello(await sealHello(linkKey, wrong as Hello))).toBeNull();
  });

  it("beyond its cap is not one", () => {
    expect(parseHello(new Uint8Array(HELLO_MAX_BYTES + 1))).toBeNull();
  });
});

describe("welcome", () => {
  it("is bound to the key and to the very hello", async () => {
    const helloBody = await sealHello(linkKey, hello);
    const otherBody = await sealHello(linkKey, { ...hello, clientNonce: "D".repeat(43) });
    const body = await sealWelcome(linkKey, helloBody, welcome);
    expect(await openWelcome(linkKey, helloBody, body)).toEqual(welcome);
    expect(await openWelcome(linkKey, otherBody, body)).toBeNull();
    expect(await openWelcome(stranger, helloBody, body)).toBeNull();
    for (let bit = 0; bit < body.length * 8; bit += 7) {
      expect(await openWelcome(linkKey, helloBody, flipBit(body, bit))).toBeNull();
    }
  });

  it("is not a captive portal's page", async () => {
    const page = new TextEncoder().encode(`<html>${"please sign in".repeat(20)}</html>`);
    expect(await openWelcome(linkKey, await sealHello(linkKey, hello), page)).toBeNull();
  });
});
