import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { toEnrolmentText } from "@lastmeter/model/link/enrolment";
import { generateKey } from "@lastmeter/model/link/key";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto, toBrokerPort } from "../support/mosquitto.ts";

const run = promisify(execFile);
const packed = mkdtempSync(join(tmpdir(), "lastmeter-pack-"));
const broker = new Mosquitto(toBrokerPort(2));
/** The machine of an installer: an empty folder, Node on the path, nothing of this repository. */
const machine = mkdtempSync(join(tmpdir(), "lastmeter-installed-"));
const config = join(machine, "bridge.json");
const env = {
  PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
  HOME: machine,
  // The usual place is below /etc for root.
  LASTMETER_CONFIG: config,
};
const installed = join(machine, "opt/bin/lastmeter-bridge");
const baseTopic = "home/zigbee2mqtt";
const ownKey = "advanced:\n  network_key: GENERATE\n";
let tarball: string;
let home: MqttClient;
let dispatcher: TestDispatcher;
let qos: number;

beforeAll(async () => {
  await broker.start();
  const { stdout } = await run(process.execPath, [join(root, "gateway-bridge/pack.ts"), "--out", packed]);
  tarball = stdout.trim();
  await run("tar", ["-xzf", tarball, "-C", machine]);
  const folder = readdirSync(machine).find((name) => name.startsWith("lastmeter-bridge-"));
  await run(join(machine, folder ?? "", "install.sh"), { cwd: machine, env: { ...env, PREFIX: join(machine, "opt") } });
  rmSync(join(machine, folder ?? ""), { recursive: true });
});
afterAll(async () => {
  await broker.remove();
  for (const directory of [packed, machine]) rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  dispatcher = new TestDispatcher();
  dispatcher.intervalMs = 10_000;
  await dispatcher.start();
  qos = 0;
  home = await connectAsync(broker.url);
  home.on("message", (_topic, payload) => void answerOptions(payload.toString()));
  await home.subscribeAsync(`${baseTopic}/bridge/request/options`, { qos: 1 });
  await home.publishAsync(`${baseTopic}/bridge/state`, '{"state":"online"}', { qos: 1, retain: true });
  await sayInfo();
});
afterEach(async () => {
  await home.endAsync(true);
  await dispatcher.stop();
  rmSync(join(machine, "state"), { recursive: true, force: true });
  rmSync(config, { force: true });
});

/** As Zigbee2MQTT does. */
async function answerOptions(text: string): Promise<void> {
  const { options, transaction } = z
    .object({ options: z.object({ device_options: z.object({ qos: z.int() }) }), transaction: z.string() })
    .parse(JSON.parse(text));
  qos = options.device_options.qos;
  await sayInfo();
  const answer = { data: { restart_required: false }, status: "ok", transaction };
  await home.publishAsync(`${baseTopic}/bridge/response/options`, JSON.stringify(answer));
}
const sayInfo = () => {
  const info = { version: "2.14.1", config: { device_options: { qos }, availability: { enabled: true } } };
  return home.publishAsync(`${baseTopic}/bridge/info`, JSON.stringify(info), { qos: 1, retain: true });
};
const sayPower = (power: number) =>
  home.publishAsync(`${baseTopic}/kettle plug`, JSON.stringify({ power }), { qos: 1 });
/** The installed program, in the empty folder. */
async function bridge(...args: string[]): Promise<{ code: number; text: string }> {
  const child = spawn(installed, args, { cwd: machine, env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (text += part.toString()));
  const [code] = await once(child, "close");
  return { code: Number(code), text };
}
function writeZigbee2mqtt(keyLines: string): string {
  mkdirSync(join(machine, "z2m"), { recursive: true });
  const file = join(machine, "z2m/configuration.yaml");
  writeFileSync(
    file,
    `mqtt:\n  server: ${broker.url}\n  base_topic: ${baseTopic}\n  user: z2m\n  password: '!secret.yaml password'\n${keyLines}`,
  );
  writeFileSync(join(machine, "z2m/secret.yaml"), "password: not for others\n");
  return file;
}
const setup = (enrolment: string[], keyLines = ownKey, ...more: string[]) => {
  const where = ["--state-dir", join(machine, "state"), "--zigbee2mqtt", writeZigbee2mqtt(keyLines)];
  return bridge("setup", ...enrolment, ...where, "--qos", "--no-service", "--wait", "20", ...more);
};
const enrolmentLine = (key = dispatcher.linkKey) => [
  "--enrolment",
  toEnrolmentText({ network: dispatcher.networkId, key, dispatcher: dispatcher.url }),
];

describe("the tarball, installed in an empty folder", () => {
  it("is small, whole, and made for an installer without this repository and a compiler", async () => {
    expect(statSync(tarball).size).toBeLessThan(2 * 1024 * 1024);
    for (const file of ["README.md", "LICENSE", "Dockerfile", "lastmeter-bridge.service", "install.sh"]) {
      expect(existsSync(join(machine, "opt", file))).toBe(true);
    }
    expect(await bridge("--version")).toMatchObject({ code: 0 });
    const unit = readFileSync(join(machine, "opt/lastmeter-bridge.service"), "utf8");
    for (const line of ["DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="]) {
      expect(unit.split("\n")).toContain(line);
    }
    // 0 is nothing exposed, 10 everything, in tenths; only where systemd can say.
    const judge = "/usr/bin/systemd-analyze";
    const unitFile = join(machine, "opt/lastmeter-bridge.service");
    if (existsSync(judge)) await run(judge, ["--offline=true", "--threshold=20", "security", unitFile]);
    expect(readFileSync(join(machine, "opt/Dockerfile"), "utf8")).toMatch(/^USER 65532/m);
  });

  it("is set up by one pasted line: broker found, QoS raised, first reading received; then runs, shows and ends cleanly", async () => {
    const talking = setInterval(() => void sayPower(Math.random()), 200);
    // The one line that the app shows: `lastmeter-bridge setup lmgk1_…`.
    const { code, text } = await setup(enrolmentLine().slice(1));
    clearInterval(talking);
    expect(text).toMatch(/✓ first reading received/);
    expect(code).toBe(0);
    expect(qos).toBe(1);
    expect(statSync(config).mode & 0o777).toBe(0o600);
    expect(text).not.toContain("not for others");
    expect(text).not.toContain(dispatcher.keyText.slice(22, 60));
    const before = dispatcher.stored.length;
    expect(before).toBeGreaterThan(0);

    const port = 21_000 + Math.floor(Math.random() * 20_000);
    const environment = { ...env, LASTMETER_HEALTH_PORT: String(port) };
    const child = spawn(installed, ["run"], { cwd: machine, env: environment, stdio: "ignore" });
    const ended = once(child, "exit");
    const health = async () => {
      const reply = await fetch(`http://127.0.0.1:${port}/health`);
      return z.object({ broker: z.string(), link: z.string(), rssBytes: z.int() }).parse(await reply.json());
    };
    await waitFor("the broker", async () => (await health()).broker === "connected");
    await Promise.all(Array.from({ length: 500 }, (_, index) => sayPower(10_000 + index)));
    const stored = () => dispatcher.stored.filter(({ p }) => /"power":10\d{3}/.test(p ?? ""));
    await waitFor("all of them", () => stored().length >= 500);
    expect(stored()).toHaveLength(500);
    expect(dispatcher.faults).toEqual([]);
    dispatcher.newest = { at: Date.now(), nodes: [] };
    expect(await bridge("show")).toEqual({ code: 0, text: "No device has reported yet.\n" });
    expect((await health()).rssBytes).toBeLessThan(140 * 1024 * 1024);
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  it("asks a person for one thing, again where it was mistyped, and offers QoS 1", async () => {
    const [, line = ""] = enrolmentLine();
    const where = `--config ${config} --state-dir ${join(machine, "state")} --zigbee2mqtt ${writeZigbee2mqtt(ownKey)}`;
    const command = `${installed} setup ${where} --no-service --wait 0`;
    // A terminal of its own: without one it would ask nobody.
    const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: machine, env, stdio: "pipe" });
    let text = "";
    child.stdout.on("data", (part: Buffer) => (text += part.toString()));
    const ended = once(child, "close");
    const answer = async (question: RegExp, said: string) => {
      await waitFor(`${question} in ${text}`, () => question.test(text));
      text = "";
      child.stdin.write(`${said}\r`);
    };
    await answer(/Paste what the app shows.*:/, `${line.slice(0, -1)}${line.endsWith("0") ? "1" : "0"}`);
    await answer(/A character is wrong[\s\S]*Paste what the app shows.*:/, line);
    await answer(/QoS 1.*\[Y\/n\]/, "");
    expect(await ended).toEqual([0, null]);
    expect(text).toMatch(/✓ quality of service/);
    expect(qos).toBe(1);
  });

  it("takes the downloaded file, and a second setup keeps what is there", async () => {
    const file = join(machine, "downloaded.json");
    const content = { network: dispatcher.networkId, key: dispatcher.keyText, dispatcher: dispatcher.url };
    writeFileSync(file, JSON.stringify(content));
    expect((await setup([file], ownKey, "--wait", "0")).code).toBe(0);
    expect(JSON.parse(readFileSync(config, "utf8"))).toMatchObject({
      ...content,
      mqtt: { url: broker.url, baseTopic, username: "z2m", password: "not for others" },
    });
    const typed = { url: `${broker.url}/`, clientId: "kept", username: "bridge", password: "its own", topics: ["+"] };
    const kept = JSON.parse(readFileSync(config, "utf8"));
    const edited = { ...kept, mqtt: { ...kept.mqtt, ...typed }, queue: { maxAgeDays: 7 }, logLevel: "warn" };
    writeFileSync(config, JSON.stringify({ ...edited, stateDir: join(machine, "state/own") }));
    const again = ["setup", file, "--zigbee2mqtt", writeZigbee2mqtt(ownKey), "--qos", "--no-service", "--wait", "0"];
    expect(await bridge(...again)).toMatchObject({ code: 0, text: expect.stringContaining("--replace") });
    expect(JSON.parse(readFileSync(config, "utf8"))).toEqual({ ...edited, stateDir: join(machine, "state/own") });
    expect((await bridge(...again, "--replace", "--state-dir", join(machine, "state"))).code).toBe(0);
    expect(JSON.parse(readFileSync(config, "utf8"))).toEqual(kept);
  });

  it("connects a network with a documented key only where it is told to, and keeps what it saw", async () => {
    const told = await setup(enrolmentLine(), "advanced:\n  channel: 15\n", "--well-known-key", "--wait", "0");
    expect(told).toMatchObject({ code: 0, text: expect.stringContaining("network_key: GENERATE") });
    expect(JSON.parse(readFileSync(config, "utf8"))).toMatchObject({ zigbeeKey: "wellKnown" });
  });

  it.each<[string, () => Promise<{ code: number; text: string }>, number, RegExp]>([
    [
      "Zigbee2MQTT's well-known network key",
      () => setup(enrolmentLine(), "advanced:\n  channel: 15\n"),
      1,
      /network_key: GENERATE/,
    ],
    ["a wrong key", () => setup(enrolmentLine(generateKey())), 1, /✗ key: .*\n.*copy both again/],
    ["a line cut short", () => setup(["--enrolment", enrolmentLine()[1]?.slice(0, -2) ?? ""]), 2, /begins with lmgk1_/],
    ["nothing given and nobody to ask", () => setup([]), 2, /--enrolment/],
    [
      "a broker that is not there",
      () => setup(enrolmentLine(), ownKey, "--mqtt-url", "mqtt://127.0.0.1:9"),
      1,
      /✗ broker: .*\n.*mosquitto/,
    ],
  ])("refuses %s and says the next step", async (_, attempt, code, expected) => {
    const outcome = await attempt();
    expect(outcome.text).toMatch(expected);
    expect(outcome.code).toBe(code);
    expect(dispatcher.stored).toEqual([]);
  });

  it("does not overwrite another network's configuration unless told", async () => {
    writeFileSync(config, '{"network":"another"}');
    const refused = await setup(enrolmentLine(), ownKey, "--wait", "0");
    expect(refused).toMatchObject({ code: 2, text: expect.stringContaining("--replace") });
    expect(readFileSync(config, "utf8")).toBe('{"network":"another"}');
    expect((await setup(enrolmentLine(), ownKey, "--wait", "0", "--replace")).code).toBe(0);
  });

  it("reports what a helper needs and no secret", async () => {
    await setup(enrolmentLine(), ownKey, "--wait", "0");
    const { code, text } = await bridge("doctor", "--report");
    expect(code).toBe(0);
    const report = z
      .object({ bridge: z.string(), checks: z.array(z.object({ name: z.string() })) })
      .parse(JSON.parse(text));
    expect(report.checks.map(({ name }) => name)).toEqual([
      "configuration",
      "state directory",
      "DNS",
      "dispatcher",
      "key",
      "clock",
      "broker",
      "Zigbee2MQTT",
      "quality of service",
      "availability",
    ]);
    expect(text).not.toContain("not for others");
    expect(text).not.toContain(dispatcher.keyText.slice(22, 60));
  });
});
