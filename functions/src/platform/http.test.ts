import { problemSchema } from "@lastmeter/model/problem";
import { describe, expect, it } from "vitest";
import { AppError } from "./app-error.ts";
import { type ByteRequest, decideBody, serveBytes } from "./http.ts";
import type { Log, LogFields } from "./log.ts";

function toRequest(headers: Record<string, string> = {}, body = "body", method = "POST"): ByteRequest {
  return { method, headers: { "content-type": "application/octet-stream", ...headers }, rawBody: Buffer.from(body) };
}

/** Keeps what an Express response would have sent. */
class SentResponse {
  code = 0;
  readonly headers = new Map<string, string>();
  body: Buffer = Buffer.alloc(0);
  status(code: number): this {
    this.code = code;
    return this;
  }
  set(field: string, value: string): this {
    this.headers.set(field, value);
    return this;
  }
  send(body: Buffer): void {
    this.body = body;
  }
}

async function serve(handle: () => Promise<Uint8Array>) {
  const response = new SentResponse();
  const lines: [string, LogFields][] = [];
  const keep = (event: string, fields: LogFields) => void lines.push([event, fields]);
  const log: Log = { info: keep, warn: keep, error: keep };
  await serveBytes(toRequest(), response, { name: "test", maxBytes: 10, log, handle });
  return { response, lines };
}

describe("decideBody", () => {
  it.each<[string, ByteRequest, string]>([
    ["a body beyond the cap", toRequest({}, "x".repeat(11)), "too_large"],
    ["a declared length beyond the cap", toRequest({ "content-length": "11" }), "too_large"],
    ["a compressed body", toRequest({ "content-encoding": "gzip" }), "unsupported_media_type"],
    ["JSON", toRequest({ "content-type": "application/json" }), "unsupported_media_type"],
    ["a page's form", toRequest({ "content-type": "text/plain" }), "unsupported_media_type"],
    ["a GET", toRequest({}, "", "GET"), "method_not_allowed"],
  ])("refuses %s", (_, request, kind) => {
    expect(decideBody(request, 10)).toMatchObject({ kind });
  });

  it("takes bytes up to the cap", () => {
    expect(decideBody(toRequest({ "content-length": "10" }, "x".repeat(10)), 10)).toHaveLength(10);
    expect(decideBody(toRequest({ "content-type": "Application/Octet-Stream; a=b" }), 10)).toHaveLength(4);
  });
});

describe("serveBytes", () => {
  it("sends the handler's bytes", async () => {
    const { response } = await serve(async () => Uint8Array.of(1, 2));
    expect([response.code, [...response.body]]).toEqual([200, [1, 2]]);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
  });

  it("turns an expected failure into a problem document whose reference stands in the log", async () => {
    const { response, lines } = await serve(async () => {
      throw new AppError("unavailable", "contended", 2);
    });
    const problem = problemSchema.parse(JSON.parse(response.body.toString()));
    expect(problem).toMatchObject({ type: "urn:lastmeter:problem:unavailable", status: 503 });
    expect([response.code, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(lines).toEqual([
      ["request.refused", expect.objectContaining({ referenceId: problem.instance, reason: "contended" })],
    ]);
  });

  it("tells nothing of an unexpected one but its reference", async () => {
    const { response, lines } = await serve(async () => {
      throw new Error("secret detail");
    });
    expect(response.code).toBe(500);
    expect(response.body.toString()).not.toContain("secret");
    expect(lines[0]?.[0]).toBe("request.failed");
  });
});
