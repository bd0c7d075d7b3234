import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
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
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { toEnrolmentText } from "@lastmeter/model/link/enrolment";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../stack/stack.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto, toBrokerPort } from "../support/mosquitto.ts";

const run = promisify(execFile);
const broker = new Mosquitto(toBrokerPort(2));
const machine = mkdtempSync(join(tmpdir(), "lastmeter-machine-"));
const unitFile = join(machine, "etc/systemd/system/lastmeter-bridge.service");
const enrolmentFile = join(machine, "enrolment.json");
const config = join(machine, "elsewhere/bridge.json");
/** Of those that systemd makes for units. */
const UNIT_USER = 61_184;
/** What the machine's own folders are to the programs that run in it. */
const folders = ["/etc/systemd/system", "/run/systemd", "/opt", "/usr/local/bin", "/var/lib"];
let dispatcher: TestDispatcher;
let home: MqttClient;
let folder: string;

beforeAll(async () => {
  await broker.start();
  dispatcher = new TestDispatcher();
  await dispatcher.start();
  home = await connectAsync(broker.url);
  await home.publishAsync("zigbee2mqtt/bridge/state", '{"state":"online"}', { qos: 1, retain: true });
  const { networkId: network, keyText: key, url } = dispatcher;
  writeFileSync(enrolmentFile, JSON.stringify({ network, key, dispatcher: url }));
  for (const path of [...folders, "/run/systemd/system", "/bin", "/elsewhere"]) {
    mkdirSync(join(machine, path), { recursive: true });
  }
  writeFileSync(
    join(machine, "configuration.yaml"),
    `mqtt:\n  server: ${broker.url}\nadvanced:\n  network_key: GENERATE\n`,
  );
  // Notes what it is told; the unit is enabled once it was, and runs when a file says so.
  const systemctl = `#!/bin/sh
echo "$@" >>${machine}/told
case "$1" in is-enabled) grep -q '^enable ' ${machine}/told ;; is-active) [ -e ${machine}/active ] ;; restart) touch ${machine}/active ;; esac
`;
  writeFileSync(join(machine, "bin/systemctl"), systemctl);
  chmodSync(join(machine, "bin/systemctl"), 0o755);
  const { stdout } = await run(process.execPath, [join(root, "gateway-bridge/pack.ts"), "--out", machine]);
  await run("tar", ["-xzf", stdout.trim(), "-C", machine]);
  folder = join(machine, readdirSync(machine).find((name) => /^lastmeter-bridge-[\d.]+$/.test(name)) ?? "");
});
afterAll(async () => {
  await home?.endAsync(true);
  await dispatcher?.stop();
  await broker.remove();
  rmSync(machine, { recursive: true, force: true });
});

/** On a machine that systemd has started, as root. */
async function inMachine(command: string): Promise<string> {
  const binds = folders.map((path) => `mount --bind ${join(machine, path)} ${path}`).join(" && ");
  const path = [join(machine, "bin"), "/usr/local/bin", dirname(process.execPath), "/usr/bin", "/bin"].join(":");
  const script = `${binds} && ${command}`;
  const { stdout } = await run("unshare", ["--mount", "sh", "-c", script], { env: { PATH: path, HOME: machine } });
  return stdout;
}
const takeTold = (): string[] => {
  const lines = existsSync(join(machine, "told")) ? readFileSync(join(machine, "told"), "utf8").trim().split("\n") : [];
  return lines.map((line) => line.replace(" --quiet", "").replace("lastmeter-bridge.service", "unit"));
};
const setup = (more: string) =>
  inMachine(
    `lastmeter-bridge setup ${more} --config ${config} --zigbee2mqtt ${machine}/configuration.yaml --no-qos --wait 15 --yes`,
  );

describe("a machine with systemd", () => {
  it("gets a unit that starts with it, whose configuration is where it was told to be", async () => {
    expect(await inMachine(`${folder}/install.sh`)).toContain("Now: sudo lastmeter-bridge setup");
    const talking = setInterval(() => void home.publishAsync("zigbee2mqtt/plug", '{"power":5}', { qos: 1 }), 200);
    const text = await setup(enrolmentFile).finally(() => clearInterval(talking));
    expect(text).toMatch(/✓ first reading received[\s\S]*runs, and starts with the machine/);
    expect(takeTold()).toEqual(["is-enabled unit", "is-active unit", "daemon-reload", "enable unit", "restart unit"]);
    const unit = readFileSync(unitFile, "utf8");
    expect(unit).toContain(`LoadCredential=bridge.json:${config}`);
    const program = /^ExecStart=(\S+) (\S+) run --config /m.exec(unit);
    expect([program?.[1], program?.[2]]).toEqual([process.execPath, "/opt/lastmeter-bridge/lib/lastmeter-bridge.mjs"]);
    await run("/usr/bin/systemd-analyze", ["--offline=true", "--threshold=20", "security", unitFile]);
  });

  it("is stopped for a later setup, and started again; what setup wrote is the unit's", async () => {
    const before = takeTold().length;
    const state = join(machine, "var/lib/lastmeter-bridge");
    chownSync(state, UNIT_USER, UNIT_USER);
    const talking = setInterval(() => void home.publishAsync("zigbee2mqtt/plug", '{"power":6}', { qos: 1 }), 200);
    const line = toEnrolmentText({
      network: dispatcher.networkId,
      key: dispatcher.linkKey,
      dispatcher: dispatcher.url,
    });
    await setup(line).finally(() => clearInterval(talking));
    const told = ["is-active unit", "stop unit", "daemon-reload", "enable unit", "restart unit"];
    expect(takeTold().slice(before)).toEqual(told);
    const owners = readdirSync(state, { recursive: true, encoding: "utf8" }).map(
      (path) => statSync(join(state, path)).uid,
    );
    expect(owners.length).toBeGreaterThan(3);
    expect(new Set(owners)).toEqual(new Set([UNIT_USER]));
  });

  it("keeps its configuration's place when it is updated, and runs the new version", async () => {
    const before = takeTold().length;
    expect(await inMachine(`${folder}/install.sh`)).toContain("Updated and started again: ");
    expect(takeTold().slice(before)).toEqual(["is-enabled unit", "daemon-reload", "restart unit"]);
    const unit = readFileSync(unitFile, "utf8");
    expect(unit).toContain(`LoadCredential=bridge.json:${config}`);
    expect(unit).toContain("ExecStart=/opt/lastmeter-bridge/bin/lastmeter-bridge run --config ");
  });
});
