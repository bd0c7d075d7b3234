import { type ClientScope, clientIdSchema, clientScopes } from "@lastmeter/model/client";
import { randomId } from "@lastmeter/model/ids";
import { createLocalJWKSet, errors, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import { z } from "zod/mini";
import type { PrivateKey } from "../../platform/config.ts";

export const TOKEN_S = 600;
const TYPE = "at+jwt";

/** What a token says; what its client may do with a node is read when it asks. */
export interface TokenClaims {
  readonly clientId: string;
  readonly scopes: readonly ClientScope[];
  /** Of the client when it was made. */
  readonly epoch: number;
}

const claimsSchema = z.object({ sub: clientIdSchema, scope: z.string(), epoch: z.int() });

export interface Tokens {
  /** Public keys; programs that check tokens themselves may keep them an hour. */
  readonly jwks: JSONWebKeySet;
  sign(claims: TokenClaims, now: number): Promise<string>;
  /** Null: not ours, changed, of another audience, or over. Reads nothing. */
  verify(token: string, now: number): Promise<TokenClaims | null>;
}

/** @param keys the first signs, each verifies. @param issuer names this deployment. */
export function createTokens(keys: readonly PrivateKey[], issuer: string): Tokens {
  const [signing] = keys;
  if (signing === undefined) throw new Error("no key signs tokens");
  const audience = `${issuer}/v1`;
  const jwks = { keys: keys.map(({ kty, crv, kid, x, y }) => ({ kty, crv, kid, x, y, alg: "ES256", use: "sig" })) };
  const find = createLocalJWKSet(jwks);
  const imported = importJWK(signing, "ES256");
  return {
    jwks,
    async sign({ clientId, scopes, epoch }, now) {
      const at = Math.floor(now / 1000);
      return new SignJWT({ scope: scopes.join(" "), client_id: clientId, epoch })
        .setProtectedHeader({ alg: "ES256", kid: signing.kid, typ: TYPE })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(clientId)
        .setJti(randomId())
        .setIssuedAt(at)
        .setExpirationTime(at + TOKEN_S)
        .sign(await imported);
    },
    async verify(token, now) {
      if (token.length > 2048) return null;
      try {
        const algorithms = ["ES256"];
        const expected = { issuer, audience, algorithms, typ: TYPE, currentDate: new Date(now) };
        const { payload } = await jwtVerify(token, find, expected);
        const { sub, scope, epoch } = claimsSchema.parse(payload);
        return { clientId: sub, scopes: clientScopes.filter((each) => scope.split(" ").includes(each)), epoch };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof z.core.$ZodError) return null;
        throw error;
      }
    },
  };
}
