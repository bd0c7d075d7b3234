import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { region, secretNames, toChecklist } from "./checklist.ts";
import { type Facts, findFaults, toCommands, toEnvironmentFile, toResult } from "./plan.ts";

const project = "my-home-1";
const ready: Facts = {
  signedIn: true,
  projects: ["other-1", project],
  hasDatabase: true,
  secrets: [...secretNames],
  webApiKey: "key",
};
const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

describe("findFaults", () => {
  it("has none where everything is there", () => {
    expect(findFaults(project, ready)).toEqual([]);
  });
  it("leaves to firebase-tools what it could not ask", () => {
    expect(findFaults(project, { ...ready, projects: null, hasDatabase: null, secrets: null })).toEqual([]);
  });
  it.each<[string, Partial<Facts>, readonly string[]]>([
    ["nobody signed in", { signedIn: false, projects: null, secrets: null, webApiKey: null }, ["firebase login"]],
    [
      "somebody else's project",
      { projects: ["other-1"], webApiKey: null },
      ["does not see the project my-home-1: it sees other-1"],
    ],
    ["an account without projects", { projects: [] }, ["it sees none"]],
    ["no database", { hasDatabase: false }, ["no (default) database"]],
    ["one secret missing", { secrets: secretNames.slice(1) }, ["LASTMETER_WRAPPING_KEY"]],
    ["no web app", { webApiKey: null }, ["no web app"]],
    ["an empty project", { hasDatabase: false, secrets: [], webApiKey: null }, ["database", ...secretNames, "web app"]],
  ])("%s", (_name, change, words) => {
    const faults = findFaults(project, { ...ready, ...change });
    expect(faults).toEqual(words.map((word) => expect.stringContaining(word)));
  });
});

describe("the plan", () => {
  it("builds before it deploys, to this project only", () => {
    const [build, deploy, ...more] = toCommands(project);
    expect(build).toEqual(["npm", "run", "build"]);
    expect(deploy?.slice(0, 5)).toEqual(["npx", "firebase", "deploy", "--project", project]);
    expect(more).toEqual([]);
  });
  it("gives the functions the web app's key", () => {
    expect(toEnvironmentFile(project, "key")).toEqual({
      path: "functions/dist/.env.my-home-1",
      content: "LASTMETER_WEB_API_KEY=key\nLASTMETER_DISPATCHER=https://europe-west1-my-home-1.cloudfunctions.net\n",
    });
  });
  it("hands on the project's own web push key, where there is one", () => {
    expect(toEnvironmentFile(project, "key", "push").content).toContain("LASTMETER_VAPID_KEY=push\n");
  });
  it("writes that file where firebase.json has the functions", async () => {
    const schema = z.object({ functions: z.array(z.object({ source: z.string(), ignore: z.array(z.string()) })) });
    const { functions } = schema.parse(JSON.parse(await read("firebase.json")));
    const { path } = toEnvironmentFile(project, "key");
    expect(functions.map(({ source }) => path.startsWith(`${source}/`))).toEqual([true]);
    // Secrets of this machine's local stack stand beside the bundle: they stay here.
    expect(functions[0]?.ignore).toContain("*.local");
  });
  it("names the app and the dispatcher", () => {
    expect(toResult(project)).toContain("https://europe-west1-my-home-1.cloudfunctions.net");
  });
});

describe("the checklist", () => {
  it("names the project in every command", () => {
    const commands = toChecklist(project).flatMap(({ how }) => how);
    expect(commands.filter((command) => !command.includes(project))).toEqual([]);
  });
  it("makes every secret, and knows the region, of the functions' own configuration", async () => {
    const config = await read("functions/src/platform/config.ts");
    const defined = [...config.matchAll(/defineSecret\("(\w+)"\)/g)].map((match) => match[1]);
    expect([...secretNames].sort()).toEqual(defined.sort());
    expect(config).toContain(`"${region}"`);
    const text = toChecklist(project)
      .flatMap(({ how }) => how)
      .join("\n");
    for (const name of secretNames) expect(text).toContain(`functions:secrets:set ${name}`);
  });
  it("covers plan, APIs, signBlob, secrets, VAPID key and scheduler", () => {
    const text = JSON.stringify(toChecklist(project));
    for (const word of ["Blaze", "gcloud services enable", "serviceAccountTokenCreator", "VAPID", "Scheduler"]) {
      expect(text).toContain(word);
    }
  });
});
