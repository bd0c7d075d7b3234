import { describe, expect, it } from "vitest";
import { CallError, toCallText } from "./call-error.ts";
import { isTokenRefused, toOutcome } from "./call-reply.ts";

const toProblem = (kind: string, more: object = {}) => ({
  type: `urn:lastmeter:problem:${kind}`,
  title: "Title",
  status: 400,
  instance: "reference",
  ...more,
});
const toRefusal = (details: unknown) => ({ error: { status: "INVALID_ARGUMENT", message: "Title", details } });

describe("the reply of a call", () => {
  it("is its result, even where that is null", () => {
    expect(toOutcome({ status: 200, body: { result: { repairId: "id" } } })).toEqual({ result: { repairId: "id" } });
    expect(toOutcome({ status: 200, body: { result: null } })).toEqual({ result: null });
  });

  it("tells which fields were wrong, and the reference of the log", () => {
    const errors = [{ path: "to", expected: "after from" }];
    const error = toOutcome({ status: 400, body: toRefusal(toProblem("bad_request", { errors })) });
    expect(error).toMatchObject({ kind: "bad_request", referenceId: "reference", errors });
  });

  it.each([
    {
      name: "a problem this version does not know",
      status: 400,
      body: toRefusal(toProblem("quota")),
      kind: "internal",
    },
    {
      name: "the name of a thing every object has",
      status: 400,
      body: toRefusal(toProblem("toString")),
      kind: "internal",
    },
    { name: "a token that is over", status: 401, body: toRefusal(undefined), kind: "auth_failed" },
    { name: "a page of the host instead of a reply", status: 502, body: null, kind: "unavailable" },
    { name: "the host's patience at its end", status: 504, body: null, kind: "timeout" },
    { name: "a function that is not there", status: 404, body: null, kind: "unavailable" },
    { name: "a result under an error's status", status: 500, body: { result: 1 }, kind: "internal" },
  ])("is an error for $name", ({ status, body, kind }) => {
    const outcome = toOutcome({ status, body });
    expect(outcome).toBeInstanceOf(CallError);
    expect(outcome).toMatchObject({ kind });
  });

  it("asks for a newer token only where our code has not seen the call", () => {
    expect(isTokenRefused({ status: 401, body: toRefusal(undefined) })).toBe(true);
    expect(isTokenRefused({ status: 401, body: toRefusal(toProblem("auth_failed")) })).toBe(false);
    expect(isTokenRefused({ status: 403, body: null })).toBe(false);
  });
});

describe("toCallText", () => {
  it("says what happened, with the code to pass on; what nobody foresaw as an error of ours", () => {
    const text = (id: string) => id;
    expect(toCallText(new CallError("not_found", "abc"), text)).toEqual({ words: "callFault.notFound", code: "abc" });
    expect(toCallText(new TypeError("bug"), text)).toEqual({ words: "callFault.internal", code: null });
  });
});
