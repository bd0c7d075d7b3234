import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import type { PrivateKey } from "../../platform/config.ts";
import { createTokens, type Tokens } from "./token.ts";

const NOW = Date.UTC(2026, 10, 28, 12);
const issuer = "urn:lastmeter:test";
const claims = { clientId: "c".repeat(32), scopes: ["nodes:read"], epoch: 3 } as const;
const ecSchema = z.object({ x: z.string(), y: z.string(), d: z.string() });

async function makeKey(kid: string): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { kty: "EC", crv: "P-256", kid, ...ecSchema.parse(await exportJWK(privateKey)) };
}

let tokens: Tokens;
let before: Tokens;
/** As a program that fetched the keys checks a token. */
const verify = (token: string, at: number) =>
  jwtVerify(token, createLocalJWKSet(structuredClone(tokens.jwks)), {
    ...{ issuer, audience: `${issuer}/v1`, algorithms: ["ES256"], typ: "at+jwt" },
    currentDate: new Date(at),
  });

beforeAll(async () => {
  const [next, old] = await Promise.all([makeKey("next"), makeKey("old")]);
  tokens = createTokens([next, old], issuer);
  before = createTokens([old], issuer);
});

describe("a token, by who has only the public keys", () => {
  it("is of its client and for ten minutes, to the second", async () => {
    const token = await tokens.sign(claims, NOW);
    const { payload, protectedHeader } = await verify(token, NOW + 599_000);
    expect(protectedHeader).toEqual({ alg: "ES256", kid: "next", typ: "at+jwt" });
    expect(payload).toMatchObject({ sub: claims.clientId, client_id: claims.clientId, scope: "nodes:read" });
    expect([payload.aud, payload.iss]).toEqual([`${issuer}/v1`, issuer]);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    await expect(verify(token, NOW + 600_000)).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
    expect([await tokens.verify(token, NOW + 599_000), await tokens.verify(token, NOW + 600_000)]).toEqual([
      claims,
      null,
    ]);
    const { payload: other } = await verify(await tokens.sign(claims, NOW), NOW);
    expect(other.jti).not.toBe(payload.jti);
  });

  it("of the key before the rotation holds on, and the next one is not for who knows the old key alone", async () => {
    const old = await before.sign(claims, NOW);
    expect((await verify(old, NOW)).protectedHeader.kid).toBe("old");
    expect(await tokens.verify(old, NOW)).toEqual(claims);
    expect(await before.verify(await tokens.sign(claims, NOW), NOW)).toBeNull();
  });

  it("without a signature is none", async () => {
    const unsecured = new UnsecuredJWT({ scope: "nodes:read", epoch: 3 })
      .setSubject(claims.clientId)
      .setIssuer(issuer)
      .setAudience(`${issuer}/v1`)
      .setExpirationTime(NOW / 1000 + 600)
      .encode();
    expect(await tokens.verify(unsecured, NOW)).toBeNull();
    await expect(verify(unsecured, NOW)).rejects.toThrow();
  });
});
