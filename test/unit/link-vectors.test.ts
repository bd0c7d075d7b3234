import { createHash, createHmac, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { fromBase64Url, networkIdSchema } from "@lastmeter/model/ids";
import { concatBytes, fromHex, toHex, toUtf8 } from "@lastmeter/model/link/bytes";
import { HEADER_BYTES, openFrame, parseFrame, sealFrame } from "@lastmeter/model/link/frame";
import { openWelcome, parseHello, sealHello, sealWelcome, verifyHello } from "@lastmeter/model/link/handshake";
import { parseKeyText, toKeyText } from "@lastmeter/model/link/key";
import { helloSchema, welcomeSchema } from "@lastmeter/model/link/messages";
import { deriveSessionKeyBytes } from "@lastmeter/model/link/session";
import { gcm } from "@noble/ciphers/aes.js";
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";

const vectorsSchema = z.object({
  linkKey: z.object({ kid: z.string(), key: z.string(), text: z.string() }),
  seed: z.object({ networkId: networkIdSchema, sid: z.string(), clientNonce: z.string(), serverNonce: z.string() }),
  sessionKeys: z.object({ up: z.string(), down: z.string() }),
  hello: z.object({ message: helloSchema, body: z.string() }),
  welcome: z.object({ message: welcomeSchema, body: z.string() }),
  frames: z.array(
    z.object({
      name: z.string(),
      header: z.object({
        type: z.enum(["uplink", "reply"]),
        networkId: networkIdSchema,
        kid: z.string(),
        sid: z.string(),
        seq: z.int(),
        route: z.int(),
      }),
      plaintext: z.string(),
      body: z.string(),
    }),
  ),
  refused: z.array(z.object({ name: z.string(), body: z.string(), fault: z.string() })),
});
const vectors = vectorsSchema.parse(
  JSON.parse(readFileSync(new URL("../fixtures/link-vectors.json", import.meta.url), "utf8")),
);
const { seed, sessionKeys, hello, welcome } = vectors;
const linkKey = { kid: vectors.linkKey.kid, key: fromHex(vectors.linkKey.key) };

function importAes(hex: string) {
  return crypto.subtle.importKey("raw", fromHex(hex), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Written from the protocol's text, not from our code: direction, then the sequence in 8 bytes. */
function toNonce(type: "uplink" | "reply", seq: number): Uint8Array {
  const direction = type === "uplink" ? "75700000" : "646f776e";
  return fromHex(direction + seq.toString(16).padStart(16, "0"));
}

describe("link vectors, our code", () => {
  it("reads and writes the key's text", () => {
    expect(parseKeyText(vectors.linkKey.text)).toEqual(linkKey);
    expect(toKeyText(linkKey)).toBe(vectors.linkKey.text);
  });

  it("makes and checks the handshake", async () => {
    expect(toHex(await sealHello(linkKey, hello.message))).toBe(hello.body);
    expect(toHex(await sealWelcome(linkKey, fromHex(hello.body), welcome.message))).toBe(welcome.body);
    expect(await openWelcome(linkKey, fromHex(hello.body), fromHex(welcome.body))).toEqual(welcome.message);
    const claimed = parseHello(fromHex(hello.body));
    expect(claimed !== null && (await verifyHello(linkKey, claimed))).toBe(true);
  });

  it("derives the session's keys", async () => {
    expect(toHex(await deriveSessionKeyBytes(linkKey, seed, "up"))).toBe(sessionKeys.up);
    expect(toHex(await deriveSessionKeyBytes(linkKey, seed, "down"))).toBe(sessionKeys.down);
  });

  it.each(vectors.frames)("seals and opens: $name", async ({ header, plaintext, body }) => {
    const key = await importAes(header.type === "uplink" ? sessionKeys.up : sessionKeys.down);
    expect(toHex(await sealFrame(key, header, fromHex(plaintext)))).toBe(body);
    const frame = parseFrame(fromHex(body));
    if (typeof frame === "string") expect.fail(frame);
    expect(frame.header).toEqual(header);
    expect(await openFrame(key, frame)).toEqual(fromHex(plaintext));
  });

  it.each(vectors.refused)("refuses: $name", async ({ body, fault }) => {
    const frame = parseFrame(fromHex(body));
    if (typeof frame === "string") {
      expect(frame).toBe(fault);
      return;
    }
    const key = await importAes(frame.header.type === "uplink" ? sessionKeys.up : sessionKeys.down);
    expect({ fault, opened: await openFrame(key, frame) }).toEqual({ fault: "tag", opened: null });
  });
});

describe("link vectors, independent implementations", () => {
  it.each(vectors.frames)("noble opens and seals: $name", ({ header, plaintext, body }) => {
    const key = fromHex(header.type === "uplink" ? sessionKeys.up : sessionKeys.down);
    const cipher = gcm(key, toNonce(header.type, header.seq), fromHex(body).slice(0, HEADER_BYTES));
    expect(toHex(cipher.decrypt(fromHex(body).slice(HEADER_BYTES)))).toBe(plaintext);
    expect(toHex(cipher.encrypt(fromHex(plaintext)))).toBe(body.slice(HEADER_BYTES * 2));
  });

  it.each(vectors.refused.filter(({ fault }) => fault === "tag"))("noble refuses: $name", ({ body }) => {
    const bytes = fromHex(body);
    const type = bytes[3] === 1 ? "uplink" : "reply";
    const seq = Number(new DataView(bytes.buffer).getBigUint64(56));
    const key = fromHex(type === "uplink" ? sessionKeys.up : sessionKeys.down);
    const cipher = gcm(key, toNonce(type, seq), bytes.slice(0, HEADER_BYTES));
    expect(() => cipher.decrypt(bytes.slice(HEADER_BYTES))).toThrow();
  });

  it("node:crypto derives the same session keys", () => {
    const salt = concatBytes(fromBase64Url(seed.clientNonce), fromBase64Url(seed.serverNonce));
    for (const direction of ["up", "down"] as const) {
      const info = `lm1|${seed.networkId}|${linkKey.kid}|${seed.sid}|${direction}`;
      const derived = new Uint8Array(hkdfSync("sha256", linkKey.key, salt, info, 32));
      expect(toHex(derived)).toBe(sessionKeys[direction]);
    }
  });

  it("node:crypto makes the same proofs", () => {
    const authKey = new Uint8Array(hkdfSync("sha256", linkKey.key, new Uint8Array(), "lm1 auth", 32));
    const helloBody = fromHex(hello.body);
    const helloProof = createHmac("sha256", authKey).update("lm1 hello").update(helloBody.slice(0, -32)).digest("hex");
    expect(helloProof).toBe(hello.body.slice(-64));
    const welcomeProof = createHmac("sha256", authKey)
      .update("lm1 welcome")
      .update(createHash("sha256").update(helloBody).digest())
      .update(fromHex(welcome.body).slice(0, -32))
      .digest("hex");
    expect(welcomeProof).toBe(welcome.body.slice(-64));
    expect(helloBody.slice(0, -32)).toEqual(toUtf8(JSON.stringify(hello.message)));
  });
});
