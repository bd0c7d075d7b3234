import { problemSchema } from "@lastmeter/model/problem";
import { describe, expect, it } from "vitest";
import { requireStack } from "../support/stack.ts";

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

  it("answers a missing asset with 404, not with the app", async () => {
    expect((await fetch(`${app}/assets/nothing-abc.js`)).status).toBe(404);
  });
});
