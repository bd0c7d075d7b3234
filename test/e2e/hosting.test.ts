import { problemSchema } from "@lastmeter/model/problem";
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { requireStack } from "../support/stack.ts";

const refusalSchema = z.object({ error: z.object({ details: problemSchema }) });
const { app } = requireStack();

describe("hosting", () => {
  it.each(["/", "/node/anything", "/settings"])(
    "answers %s with the app, never cached, under a strict policy",
    async (path) => {
      const reply = await fetch(`${app}${path}`);
      expect(reply.status).toBe(200);
      expect(await reply.text()).toContain('<div id="root">');
      const policy = reply.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(reply.headers.get("cache-control")).toContain("no-cache");
      expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  it.each([
    ["hello", 400],
    ["uplink", 400],
  ])("passes /link/%s on to the function of its region, which refuses what is no frame", async (name, status) => {
    const headers = { "content-type": "application/octet-stream" };
    const reply = await fetch(`${app}/link/${name}`, { method: "POST", headers, body: "not a frame" });
    expect(reply.status).toBe(status);
    expect(reply.headers.get("content-type")).toContain("application/problem+json");
    expect(problemSchema.parse(await reply.json()).instance).not.toBe("");
  });

  it("passes /call/repair on to the callable, which refuses who is not signed in", async () => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${app}/call/repair`, { method: "POST", headers, body: JSON.stringify({ data: null }) });
    expect(reply.status).toBe(401);
    const { error } = refusalSchema.parse(await reply.json());
    expect(error.details.type).toBe("urn:lastmeter:problem:auth_failed");
    expect(error.details.instance).not.toBe("");
  });

  it("answers a missing asset with 404, not with the app", async () => {
    expect((await fetch(`${app}/assets/nothing-abc.js`)).status).toBe(404);
  });
});
