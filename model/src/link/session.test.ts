import { describe, expect, it } from "vitest";
import { networkIdSchema } from "../ids.ts";
import { fromHex, toHex, toUtf8 } from "./bytes.ts";
import { openFrame, parseFrame, ROUTE_UPLINK, sealFrame } from "./frame.ts";
import { deriveSessionKeyBytes, deriveSessionKeys, type SessionSeed, startGatewaySession } from "./session.ts";

const linkKey = { kid: "0011223344556677", key: fromHex("ab".repeat(32)) };
const seed: SessionSeed = {
  networkId: networkIdSchema.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"),
  sid: "00112233445566778899aabbccddeeff",
  clientNonce: "A".repeat(43),
  serverNonce: "B".repeat(43),
};

describe("session keys", () => {
  it("differ by direction, nonces, session, network and key", async () => {
    const derived = await Promise.all([
      deriveSessionKeyBytes(linkKey, seed, "up"),
      deriveSessionKeyBytes(linkKey, seed, "down"),
      deriveSessionKeyBytes(linkKey, { ...seed, clientNonce: "C".repeat(43) }, "up"),
      deriveSessionKeyBytes(linkKey, { ...seed, serverNonce: "C".repeat(43) }, "up"),
      deriveSessionKeyBytes(linkKey, { ...seed, sid: "ff".repeat(16) }, "up"),
      deriveSessionKeyBytes(linkKey, { ...seed, networkId: networkIdSchema.parse("B".repeat(32)) }, "up"),
      deriveSessionKeyBytes({ ...linkKey, kid: "ff".repeat(8) }, seed, "up"),
      deriveSessionKeyBytes({ ...linkKey, key: fromHex("cd".repeat(32)) }, seed, "up"),
    ]);
    expect(new Set(derived.map(toHex)).size).toBe(derived.length);
  });
});

describe("the gateway's end", () => {
  it("gives every frame a new sequence number and accepts only the reply to it", async () => {
    const gateway = await startGatewaySession(linkKey, seed);
    const cloud = await deriveSessionKeys(linkKey, seed);
    const first = await gateway.seal(toUtf8("one"));
    const second = await gateway.seal(toUtf8("two"));
    expect([first?.seq, second?.seq]).toEqual([0, 1]);
    const frame = parseFrame(second?.body ?? new Uint8Array());
    if (typeof frame === "string") expect.fail(frame);
    expect(await openFrame(cloud.up, frame)).toEqual(toUtf8("two"));

    const header = { ...frame.header, type: "reply" as const, route: ROUTE_UPLINK };
    const reply = await sealFrame(cloud.down, header, toUtf8("done"));
    expect(await gateway.open(1, reply)).toEqual(toUtf8("done"));
    expect(await gateway.open(0, reply)).toBeNull();
    expect(await gateway.open(1, await sealFrame(cloud.up, header, toUtf8("done")))).toBeNull();
    expect(
      await gateway.open(1, await sealFrame(cloud.down, { ...header, type: "uplink" }, toUtf8("done"))),
    ).toBeNull();
    expect(await gateway.open(1, toUtf8("<html>please sign in</html>"))).toBeNull();
  });
});
