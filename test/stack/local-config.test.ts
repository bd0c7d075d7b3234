import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { toLocalConfig } from "./local-config.ts";

const schema = z.looseObject({
  hosting: z.looseObject({
    rewrites: z.array(z.unknown()),
    headers: z.array(
      z.object({ source: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }),
    ),
  }),
  emulators: z.record(z.string(), z.unknown()),
});

let deployed: z.infer<typeof schema>;

beforeAll(async () => {
  deployed = schema.parse(JSON.parse(await readFile(new URL("../../firebase.json", import.meta.url), "utf8")));
});

const headerOf = (config: z.infer<typeof schema>, key: string, source = "**") =>
  config.hosting.headers.find((rule) => rule.source === source)?.headers.find((header) => header.key === key)?.value ??
  "";
const directivesOf = (config: z.infer<typeof schema>) =>
  new Map(
    headerOf(config, "Content-Security-Policy")
      .split("; ")
      .map((text) => [text.slice(0, text.indexOf(" ")), text.slice(text.indexOf(" ") + 1)] as const),
  );

describe("firebase.json", () => {
  it("allows no script but its own files, and no frame", () => {
    const policy = directivesOf(deployed);
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("script-src")).toBe("'self'");
    expect(policy.get("frame-ancestors")).toBe("'none'");
    expect(headerOf(deployed, "Content-Security-Policy")).not.toMatch(/unsafe|\*|http:|localhost|127\.0\.0\.1/);
  });

  it("keeps hashed files for ever and asks again for everything else", () => {
    expect(headerOf(deployed, "Cache-Control")).toBe("no-cache");
    expect(headerOf(deployed, "Cache-Control", "/assets/**")).toBe("public, max-age=31536000, immutable");
  });

  it("has the default ports of a local stack", () => {
    expect(deployed.emulators).toEqual(schema.parse(toLocalConfig(deployed, 5000)).emulators);
  });
});

describe("toLocalConfig", () => {
  it("moves every port with the base, to this machine only", () => {
    expect(schema.parse(toLocalConfig(deployed, 6100)).emulators).toEqual({
      hosting: { host: "127.0.0.1", port: 6100 },
      functions: { host: "127.0.0.1", port: 6101 },
      auth: { host: "127.0.0.1", port: 6102 },
      firestore: { host: "127.0.0.1", port: 6103, websocketPort: 6104 },
      hub: { host: "127.0.0.1", port: 6105 },
      logging: { host: "127.0.0.1", port: 6106 },
      eventarc: { host: "127.0.0.1", port: 6109 },
      tasks: { host: "127.0.0.1", port: 6110 },
      ui: { enabled: false },
      singleProjectMode: false,
    });
  });

  it("lets the page call the emulators and changes nothing else of what is deployed", () => {
    const local = schema.parse(toLocalConfig(deployed, 5000));
    const [policy, before] = [directivesOf(local), directivesOf(deployed)];
    expect(policy.get("connect-src")).toBe(
      `${before.get("connect-src")} http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*`,
    );
    expect(policy.set("connect-src", before.get("connect-src") ?? "")).toEqual(before);
    const { emulators: _local, hosting, ...rest } = local;
    const { emulators: _deployed, hosting: deployedHosting, ...deployedRest } = deployed;
    expect(rest).toEqual(deployedRest);
    expect(hosting.rewrites).toEqual(deployedHosting.rewrites);
  });

  it.each([null, {}, { hosting: {} }, { hosting: { headers: "none" } }])("refuses %j", (config) => {
    expect(() => toLocalConfig(config, 5000)).toThrow();
  });
});
