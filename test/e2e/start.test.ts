import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
import { launchBrowser, openPhone, signIn } from "../support/browser.ts";

const portBase = 7500;
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
});

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
});
