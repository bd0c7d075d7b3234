import type { Client, ClientScope } from "@lastmeter/model/client";
import { toClientPrincipal } from "@lastmeter/model/grant";
import { AppError } from "../platform/app-error.ts";
import type { ApiCaller, ApiContext } from "./context.ts";
import type { TokenClaims } from "./tokens/token.ts";

/** Without a read. @throws AppError auth_failed: one answer for none, made up, changed, over, of another audience. */
export async function requireClaims({ tokens, clock }: ApiContext, authorization: string | null): Promise<TokenClaims> {
  const [, token] = /^bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? "") ?? [];
  const claims = token === undefined ? null : await tokens.verify(token, clock());
  if (claims === null) throw new AppError("auth_failed", "token");
  return claims;
}

/** @throws AppError auth_failed: the client is disabled, suspended or gone, or its token from before; forbidden: not its scope. */
export async function requireCaller(
  { callers }: ApiContext,
  { clientId, scopes, epoch }: TokenClaims,
  scope: ClientScope,
): Promise<ApiCaller> {
  const client = await callers.readClient(clientId);
  if (client === null || !isWelcome(client) || client.epoch !== epoch) throw new AppError("auth_failed", "client");
  if (!scopes.includes(scope) || !client.scopes.includes(scope)) throw new AppError("forbidden", `scope ${scope}`);
  return { clientId, principalId: toClientPrincipal(clientId), client };
}

export const isWelcome = ({ state, approved }: Client): boolean => state === "active" && approved;
