import { toUtf8 } from "@lastmeter/model/link/bytes";
import { describe, expect, it } from "vitest";
import { createClientId, createSecret, isOurClientId, isOurSecret, isSecretOf, toSecretHash } from "./credentials.ts";

const pepper = toUtf8("p".repeat(32));
const anotherPepper = toUtf8("q".repeat(32));
const clientId = await createClientId(pepper);
const secret = await createSecret(pepper, clientId);

const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

describe("a client's id", () => {
  it("is known without a look into the database", async () => {
    expect(await isOurClientId(pepper, clientId)).toBe(true);
    expect(clientId).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });
  it.each([
    ["changed", flip(clientId, 3)],
    ["with a changed MAC", flip(clientId, 30)],
    ["cut off", clientId.slice(0, 28)],
    ["of eight letters", "aaaaaaaa"],
  ])("%s is nobody's", async (_, id) => expect(await isOurClientId(pepper, id)).toBe(false));
  it("of another server is nobody's", async () => expect(await isOurClientId(anotherPepper, clientId)).toBe(false));
});

describe("a secret", () => {
  it("has a prefix and a checksum for scanners, and tells its hint only", () => {
    expect(secret.text).toMatch(/^lmsk_[A-Za-z0-9_-]{54}_[0-9a-f]{8}$/);
    expect(secret.text).toContain(`${secret.hint}_`);
    expect(secret.hash).not.toContain(secret.text.slice(5, 20));
  });
  it("is its client's, of this server", async () => {
    expect(await isOurSecret(pepper, clientId, secret.text)).toBe(true);
    expect(await isOurSecret(anotherPepper, clientId, secret.text)).toBe(false);
    expect(await isOurSecret(pepper, await createClientId(pepper), secret.text)).toBe(false);
  });
  it("with any letter changed is nobody's", async () => {
    const changed = Array.from({ length: secret.text.length }, (_, at) => flip(secret.text, at));
    for (const text of [...changed, "", "lmsk_", secret.text.slice(0, -9), `${secret.text} `]) {
      expect(await isOurSecret(pepper, clientId, text)).toBe(false);
    }
  });
  it("fits its hash among others, and no other", async () => {
    const another = await createSecret(pepper, clientId);
    const hash = await toSecretHash(pepper, secret.text);
    expect(isSecretOf([another.hash, secret.hash], hash)).toBe(true);
    expect(isSecretOf([another.hash], hash)).toBe(false);
    expect(isSecretOf([], hash)).toBe(false);
    expect(isSecretOf([secret.hash], await toSecretHash(anotherPepper, secret.text))).toBe(false);
  });
});
