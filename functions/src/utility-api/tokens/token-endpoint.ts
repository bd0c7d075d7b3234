import { clientScopes } from "@lastmeter/model/client";
import { randomId } from "@lastmeter/model/ids";
import { isWelcome } from "../authenticate.ts";
import { isOurClientId, isOurSecret, isSecretOf, toSecretHash } from "../clients/credentials.ts";
import type { ApiContext } from "../context.ts";
import { readText } from "../http/request.ts";
import { tellLimit } from "../limits/limits.ts";
import { TOKEN_S } from "./token.ts";
import { parseTokenRequest, type TokenFault, type TokenRequest } from "./token-request.ts";

/** RFC 6749, 5.2, and `slow_down` for 429. */
export type OAuthError = TokenFault | "invalid_scope" | "slow_down" | "server_error";

class Refused extends Error {
  readonly error: OAuthError;
  readonly retryAfterS: number | null;

  constructor(error: OAuthError, retryAfterS: number | null = null) {
    super(error);
    this.error = error;
    this.retryAfterS = retryAfterS;
  }
}

interface Asking {
  readonly request: Request;
  /** Who sends, as far as the platform knows. */
  readonly source: string;
  /** Of the answer: they say what is left of whose quota. */
  readonly headers: Headers;
}

const statuses: Readonly<Record<OAuthError, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  slow_down: 429,
  server_error: 500,
};

/** `POST /oauth/token`. */
export async function serveToken(context: ApiContext, request: Request, source: string): Promise<Response> {
  const headers = new Headers({ "cache-control": "no-store", pragma: "no-cache", "content-type": "application/json" });
  try {
    return new Response(JSON.stringify(await toToken(context, { request, source, headers })), { status: 200, headers });
  } catch (cause) {
    const { error, retryAfterS } = cause instanceof Refused ? cause : new Refused("server_error");
    const reference = randomId();
    const fields = { function: "api", kind: error, referenceId: reference };
    if (cause instanceof Refused) context.log.warn("token.refused", fields);
    else context.log.error("token.failed", fields, cause);
    if (retryAfterS !== null) headers.set("retry-after", String(retryAfterS));
    if (error === "invalid_client") headers.set("www-authenticate", 'Basic realm="lastmeter"');
    const body = { error, error_description: `reference ${reference}` };
    return new Response(JSON.stringify(body), { status: statuses[error], headers });
  }
}

async function toToken(context: ApiContext, asking: Asking) {
  const { request } = asking;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = type === "application/x-www-form-urlencoded" ? await readText(request).catch(() => null) : null;
  const asked = text === null ? "invalid_request" : parseTokenRequest(request.headers.get("authorization"), text);
  if (typeof asked === "string") return refuse(context, asking, asked);
  const { client, clientId } = await requireClient(context, asking, asked);
  const scopes = clientScopes.filter(
    (scope) => client.scopes.includes(scope) && (asked.scopes?.includes(scope) ?? true),
  );
  if (scopes.length === 0) throw new Refused("invalid_scope");
  const token = await context.tokens.sign({ clientId, scopes, epoch: client.epoch }, context.clock());
  return { access_token: token, token_type: "Bearer", expires_in: TOKEN_S, scope: scopes.join(" ") };
}

/** Of what names no client. */
function refuse({ limits, policies, clock }: ApiContext, { source, headers }: Asking, fault: TokenFault): never {
  const taken = limits.take(policies.stranger, source, 1, clock());
  tellLimit(headers, policies.stranger, taken);
  throw taken.isAllowed ? new Refused(fault) : new Refused("slow_down", taken.retryAfterS);
}

/**
 * What this server cannot have made is refused without a read, and takes only of the quota of failures: of its sender, and of those who
 * name this client. Who guesses at a client too often is not heard for a while, right or wrong; whoever asks from elsewhere is. Each secret
 * has tokens of its own: one that leaked and was dropped costs the other's nothing.
 */
async function requireClient(context: ApiContext, { source, headers }: Asking, { clientId, secret }: TokenRequest) {
  const { pepper, limits, policies, callers, clock } = context;
  const now = clock();
  const [from, of] = [`from ${source}`, `for ${clientId.slice(0, 64)}`];
  const guesser = `${from} ${of}`;
  const heard = limits.take(policies.failure, guesser, 0, now);
  if (heard.remaining < 1) {
    tellLimit(headers, policies.failure, heard);
    throw new Refused("slow_down", Math.ceil(policies.failure.windowS / policies.failure.quota));
  }
  const fail = (): never => {
    const taken = [guesser, from, of].map((key) => limits.take(policies.failure, key, 1, now));
    const [scarcest] = taken.sort((a, b) => b.retryAfterS - a.retryAfterS || a.remaining - b.remaining);
    if (scarcest) tellLimit(headers, policies.failure, scarcest);
    throw scarcest?.isAllowed ? new Refused("invalid_client") : new Refused("slow_down", scarcest?.retryAfterS);
  };
  if (!(await isOurClientId(pepper, clientId)) || !(await isOurSecret(pepper, clientId, secret))) return fail();
  const hash = await toSecretHash(pepper, secret);
  const taken = limits.take(policies.token, `${clientId} ${hash}`, 1, now);
  tellLimit(headers, policies.token, taken);
  if (!taken.isAllowed) throw new Refused("slow_down", taken.retryAfterS);
  const found = await callers.readClientWithSecrets(clientId);
  const hashes = found?.stored.secrets.map(({ hash }) => hash) ?? [];
  if (!isSecretOf(hashes, hash) || found === null || !isWelcome(found.client)) return fail();
  return { clientId, client: found.client };
}
