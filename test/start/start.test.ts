import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";

/** Beside the ports of the tests' own stack. */
const portBase = Number(process.env.LASTMETER_TEST_PORT_BASE ?? 7100) + 400;
/** Four weeks of a real household; it is not part of the project. */
const householdFile = fileURLToPath(
  new URL(
    "../../../shared/data/household-sceaux/household_power_consumption_2006-12-16_2007-01-14.csv.gz",
    import.meta.url,
  ),
);
if (!existsSync(householdFile))
  process.stdout.write("the household recording is not on this machine: its start is skipped\n");

const accountSchema = z.object({ email: z.string(), password: z.string() });
const readySchema = z.object({
  app: z.url(),
  auth: z.url(),
  firestore: z.url(),
  functions: z.url(),
  mqtt: z.url(),
  projectId: z.string(),
  accounts: z.object({ owner: accountSchema, stranger: accountSchema }),
  network: z.object({ id: z.string() }),
  api: z.object({ url: z.url(), sandbox: z.optional(z.object({ clientId: z.string(), secret: z.string() })) }),
});
const tokenSchema = z.object({ access_token: z.string() });
const nodesSchema = z.object({ nodes: z.array(z.object({ id: z.string() })), next: z.nullable(z.string()) });

/** What the printed lines print, one after the other in one shell. */
const runInShell = (lines: readonly string[]) =>
  execFileSync("sh", ["-c", lines.join("; echo; ")], { encoding: "utf8" });

/** `npm start` as a person runs it. */
function npmStart(...args: string[]) {
  const npm = process.env.npm_execpath;
  const [command, commandArgs] = npm ? [process.execPath, [npm]] : ["npm", []];
  const all = [...commandArgs, "start", "--", "--port-base", String(portBase), ...args];
  const child = spawn(command, all, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const ended = once(child, "exit").then(([code]) => Number(code));
  return {
    lines,
    ended,
    ready: () =>
      waitFor(
        "the ready line",
        () => {
          if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${lines.join("\n")}`);
          const line = lines.find((candidate) => candidate.startsWith("ready "));
          return line === undefined ? undefined : readySchema.parse(JSON.parse(line.slice("ready ".length)));
        },
        170_000,
      ),
    async stop() {
      child.kill("SIGINT");
      return await ended;
    },
  };
}

async function countSandboxNodes({ api }: z.infer<typeof readySchema>): Promise<number> {
  const { clientId, secret } = api.sandbox ?? expect.fail("no sandbox");
  const form = { client_id: clientId, client_secret: secret, grant_type: "client_credentials" };
  const reply = await fetch(`${api.url}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
  const headers = { authorization: `Bearer ${tokenSchema.parse(await reply.json()).access_token}` };
  let count = 0;
  let cursor = "";
  do {
    const page = nodesSchema.parse(await (await fetch(`${api.url}/v1/nodes?limit=100${cursor}`, { headers })).json());
    count += page.nodes.length;
    cursor = page.next === null ? "" : `&cursor=${page.next}`;
  } while (cursor !== "");
  return count;
}

describe("npm start", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it("says what is wrong with an option and ends", async () => {
    const wrong = npmStart("--broker", "localhost");
    expect(await wrong.ended).toBe(1);
    expect(wrong.lines.join("\n")).toContain(
      '--broker: expected mqtt://host:port or mqtts://host:port, got "localhost".',
    );
  });

  it("brings up a home of eight nodes that lives, keeps it over a stop, and continues", async () => {
    const first = npmStart("--fresh");
    const ready = await first.ready();
    const taken = npmStart();
    expect(await taken.ended).toBe(1);
    expect(taken.lines.join("\n")).toContain("Lastmeter runs here already");

    const printed = ["Try it", "A day of its node"].map(
      (name) => first.lines.find((line) => line.startsWith(name))?.slice(22) ?? expect.fail(`no line: ${name}`),
    );
    const [list = "", head, ...hours] = runInShell(printed).trim().split(/\r?\n/);
    expect(nodesSchema.parse(JSON.parse(list)).nodes).toHaveLength(1);
    expect(head).toMatch(/^nodeId,channel,/);
    expect(hours.length).toBeGreaterThanOrEqual(24);
    expect(await countSandboxNodes(ready)).toBe(20 * 8);

    const page = await (await openPhone(browser)).newPage();
    await signIn(page, ready.accounts.owner, ready.app);
    const rows = page.getByTestId("node-row");
    await waitFor("eight nodes", async () => (await rows.count()) === 8, 60_000);
    const homePower = page.getByTestId("home-power");
    const powers = new Set<string | null>();
    await waitFor(
      "the figure to live",
      async () => powers.add(await homePower.getAttribute("data-value-w")).size >= 2,
      90_000,
    );
    expect(await first.stop()).toBe(0);

    const second = npmStart();
    const again = await second.ready();
    expect(again.network.id).toBe(ready.network.id);
    const later = await (await openPhone(browser)).newPage();
    await signIn(later, again.accounts.owner, again.app);
    await waitFor("eight nodes", async () => (await later.getByTestId("node-row").count()) === 8, 60_000);
    expect(await second.stop()).toBe(0);
  }, 500_000);

  it.skipIf(!existsSync(householdFile))(
    "lives in a recording: it is the home's past, and goes on live",
    async () => {
      const started = npmStart("--fresh", "--replay", householdFile);
      const ready = await started.ready();
      const page = await (await openPhone(browser)).newPage();
      await signIn(page, ready.accounts.owner, ready.app);
      await waitFor(
        "the meter and three sub-meters",
        async () => (await page.getByTestId("node-row").count()) === 4,
        60_000,
      );
      const powers = new Set<string | null>();
      await waitFor(
        "the figure to live",
        async () => powers.add(await page.getByTestId("home-power").getAttribute("data-value-w")).size >= 2,
        150_000,
      );
      await page.goto(`${ready.app}/history?period=week`);
      const total = page.getByTestId("history-answer");
      await waitFor("a week of the past", async () => Number(await total.getAttribute("data-value-wh")) > 1000, 60_000);
      expect(await started.stop()).toBe(0);
    },
    500_000,
  );
});
