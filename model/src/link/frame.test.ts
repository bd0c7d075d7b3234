import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type NetworkId, networkIdSchema } from "../ids.ts";
import { type Bytes, fromHex, type SecretKey, toUtf8 } from "./bytes.ts";
import { type FrameHeader, HEADER_BYTES, MAX_FRAMES, openFrame, parseFrame, sealFrame, TAG_BYTES } from "./frame.ts";

const networkId: NetworkId = networkIdSchema.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX");
const header: FrameHeader = {
  type: "uplink",
  networkId,
  kid: "0011223344556677",
  sid: "00112233445566778899aabbccddeeff",
  seq: 7,
  route: 1,
};
const plaintext = toUtf8('{"hello":"world"}');

function importAes(byte: number): Promise<SecretKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(32).fill(byte), "AES-GCM", false, ["encrypt", "decrypt"]);
}

let key: SecretKey;
let body: Bytes;
beforeAll(async () => {
  key = await importAes(1);
  body = await sealFrame(key, header, plaintext);
});

/** The plaintext, a fault, or null. */
async function open(bytes: Uint8Array, withKey: SecretKey = key) {
  const frame = parseFrame(bytes);
  return typeof frame === "string" ? frame : openFrame(withKey, frame);
}

describe("frame", () => {
  it("carries every header and plaintext back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          type: fc.constantFrom("uplink" as const, "reply" as const),
          networkId: fc.constant(networkId),
          kid: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("hex")),
          sid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("hex")),
          seq: fc.nat(MAX_FRAMES - 1),
          route: fc.nat(2 ** 31 - 1),
        }),
        fc.uint8Array({ maxLength: 2000 }),
        async (anyHeader, anyPlaintext) => {
          const sealed = await sealFrame(key, anyHeader, new Uint8Array(anyPlaintext));
          const frame = parseFrame(sealed);
          if (typeof frame === "string") expect.fail(frame);
          expect(frame.header).toEqual(anyHeader);
          expect(await openFrame(key, frame)).toEqual(new Uint8Array(anyPlaintext));
          expect(sealed.length).toBe(HEADER_BYTES + anyPlaintext.length + TAG_BYTES);
        },
      ),
    );
  });

  it("is refused with any one bit flipped", async () => {
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = body.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opened = await open(changed);
      expect(opened === null || typeof opened === "string", `bit ${bit}`).toBe(true);
    }
  });

  it("is refused at any shorter or longer length", async () => {
    for (let length = 0; length < body.length; length += 1) expect(await open(body.slice(0, length))).toBe("bad_frame");
    expect(await open(Uint8Array.from([...body, 0]))).toBe("bad_frame");
  });

  it("is refused with a truncated tag even where the declared length follows", async () => {
    for (let tagBytes = 0; tagBytes < TAG_BYTES; tagBytes += 1) {
      const cut = body.slice(0, HEADER_BYTES + plaintext.length + tagBytes);
      new DataView(cut.buffer).setUint32(64, plaintext.length + tagBytes - TAG_BYTES);
      const opened = await open(cut);
      expect(opened === null || opened === "bad_frame").toBe(true);
    }
  });

  it("is refused under another key", async () => {
    expect(await open(body, await importAes(2))).toBeNull();
  });

  it.each<[string, Partial<FrameHeader>]>([
    ["type", { type: "reply" }],
    ["key id", { kid: "ffffffffffffffff" }],
    ["session", { sid: "ff".repeat(16) }],
    ["sequence", { seq: 8 }],
    ["route", { route: 2 }],
    ["network", { networkId: networkIdSchema.parse("BBECAwQFBgcICQoLDA0ODxAREhMUFRYX") }],
  ])("is refused under the header of another %s", async (_, other) => {
    const foreign = await sealFrame(key, { ...header, ...other }, plaintext);
    const swapped = Uint8Array.from([...foreign.slice(0, HEADER_BYTES), ...body.slice(HEADER_BYTES)]);
    expect(await open(swapped)).toBeNull();
  });

  it.each([
    ["another magic", 0, "bad_frame"],
    ["a newer version", 2, "upgrade_required"],
    ["an unknown type", 3, "bad_frame"],
    ["a flag", 5, "bad_frame"],
    ["a reserved byte", 7, "bad_frame"],
    ["a sequence beyond 2^20", 59, "bad_frame"],
  ])("tells %s", (_, offset, fault) => {
    const changed = body.slice();
    changed[offset] = 9;
    expect(parseFrame(changed)).toBe(fault);
  });

  it("never throws on garbage", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        const framed = Uint8Array.from([...fromHex("4c4d0101"), ...garbage]);
        expect([typeof parseFrame(garbage), typeof parseFrame(framed)]).not.toContain("undefined");
      }),
    );
  });

  it("is not sealed beyond the last sequence", async () => {
    await expect(sealFrame(key, { ...header, seq: MAX_FRAMES }, plaintext)).rejects.toThrow(RangeError);
  });
});
