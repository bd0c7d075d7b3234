import type { CallableRequest } from "firebase-functions/https";
import { describe, expect, it } from "vitest";
import { AppError, type ErrorKind } from "./app-error.ts";
import { serveCall } from "./call.ts";
import type { Log } from "./log.ts";

const log: Log = { info() {}, warn() {}, error() {} };
type Auth = CallableRequest<unknown>["auth"];

const toAuth = (uid: string, token: object = {}, provider = "password") =>
  ({ uid, token: { firebase: { sign_in_provider: provider }, ...token } }) as unknown as Auth;

const serve = (auth: Auth, handle: (caller: object) => Promise<unknown> = async (caller) => caller) =>
  serveCall(auth === undefined ? { data: null } : { auth, data: null }, { name: "test", log, handle });

describe("a call", () => {
  it.each([
    ["of a person", toAuth("eva", { email: "Eva@Example.org", email_verified: true }), "eva@example.org"],
    ["of one whose e-mail is not proved", toAuth("eva", { email: "eva@example.org", email_verified: false }), null],
    ["of one without e-mail", toAuth("eva"), null],
  ])("%s is served", async (_, auth, verifiedEmail) => {
    expect(await serve(auth)).toEqual({ uid: "eva", verifiedEmail });
  });

  it.each([
    ["of nobody", undefined],
    ["of an anonymous session", toAuth("eva", {}, "anonymous")],
    ["of a gateway", toAuth("eva", { role: "gateway" })],
    ["with a gateway's uid", toAuth("gw_network")],
    ["with a client's principal as uid", toAuth("c~client")],
  ])("%s is refused", async (_, auth) => {
    await expect(serve(auth)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it.each<[ErrorKind, string]>([
    ["bad_request", "invalid-argument"],
    ["forbidden", "permission-denied"],
    ["not_found", "not-found"],
    ["too_many", "resource-exhausted"],
    ["unavailable", "unavailable"],
  ])("that fails by %s says %s, with a problem document", async (kind, code) => {
    const handle = () => Promise.reject(new AppError(kind, "reason for the log"));
    const failure = await serve(toAuth("eva"), handle).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, details: { type: `urn:lastmeter:problem:${kind}` } });
    expect(JSON.stringify(failure)).not.toContain("reason for the log");
  });
});
