/** A client that asks for a token (RFC 6749, 4.4), by either way to say its secret (2.3.1). */
export interface TokenRequest {
  readonly clientId: string;
  readonly secret: string;
  /** Null: all it may have. */
  readonly scopes: readonly string[] | null;
}

/** RFC 6749, 5.2. */
export type TokenFault = "invalid_request" | "invalid_client" | "unsupported_grant_type";

/** @param authorization the header, or null. @param body form-encoded. */
export function parseTokenRequest(authorization: string | null, body: string): TokenRequest | TokenFault {
  const form = new URLSearchParams(body);
  const names = [...form.keys()];
  if (new Set(names).size < names.length) return "invalid_request";
  const grantType = form.get("grant_type");
  if (grantType === null) return "invalid_request";
  if (grantType !== "client_credentials") return "unsupported_grant_type";
  const byHeader = authorization === null ? null : parseBasic(authorization);
  const [clientId, secret] = [form.get("client_id"), form.get("client_secret")];
  // No more than one way in a request; naming the client beside its header is harmless.
  if (authorization !== null && secret !== null) return "invalid_request";
  if (byHeader !== null && clientId !== null && clientId !== byHeader[0]) return "invalid_request";
  const [id, text] = byHeader ?? (authorization === null ? [clientId, secret] : [null, null]);
  if (!id || !text) return "invalid_client";
  const scope = form.get("scope");
  return { clientId: id, secret: text, scopes: scope === null ? null : scope.split(" ").filter(Boolean) };
}

/** Both parts are form-encoded before they are joined. */
function parseBasic(authorization: string): [string, string] | null {
  const [, encoded] = /^basic ([A-Za-z0-9+/=_-]{1,1024})$/i.exec(authorization.trim()) ?? [];
  if (encoded === undefined) return null;
  try {
    const [id = "", ...rest] = atob(encoded.replaceAll("-", "+").replaceAll("_", "/")).split(":");
    const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
    return [decode(id), decode(rest.join(":"))];
  } catch {
    return null;
  }
}
