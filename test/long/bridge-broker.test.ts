import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DiskQueue } from "@lastmeter/gateway-bridge/src/disk-queue/disk-queue.ts";
import { diskIo } from "@lastmeter/gateway-bridge/src/disk-queue/group-writer.ts";
import { Intake } from "@lastmeter/gateway-bridge/src/intake.ts";
import { createLog } from "@lastmeter/gateway-bridge/src/log.ts";
import { MqttPort } from "@lastmeter/gateway-bridge/src/mqtt/mqtt-port.ts";
import { RedeliveryFilter } from "@lastmeter/gateway-bridge/src/mqtt/redelivery.ts";
import { RetainedMemory } from "@lastmeter/gateway-bridge/src/mqtt/retained.ts";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { BridgeProcess } from "../support/bridge-process.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto, toBrokerPort } from "../support/mosquitto.ts";

const broker = new Mosquitto(toBrokerPort(0));
const program = fileURLToPath(new URL("../../gateway-bridge/src/main.ts", import.meta.url));
let publisher: MqttClient;
let directory: string;
let dispatcher: TestDispatcher;
let baseTopic: string;
let tests = 0;

beforeAll(async () => {
  await broker.start();
  publisher = await connectAsync(broker.url);
});
afterAll(async () => {
  await publisher.endAsync();
  await broker.remove();
});
beforeEach(async () => {
  tests += 1;
  baseTopic = `home ${process.pid}/${tests}`;
  directory = mkdtempSync(join(tmpdir(), "lastmeter-bridge-"));
  dispatcher = new TestDispatcher();
  dispatcher.intervalMs = 10_000;
  await dispatcher.start();
});
afterEach(async () => {
  await dispatcher.stop();
  rmSync(directory, { recursive: true, force: true });
});

const toConfig = (change: object = {}) => ({
  network: dispatcher.networkId,
  key: dispatcher.keyText,
  dispatcher: dispatcher.url,
  mqtt: { url: broker.url, baseTopic },
  link: { minIntervalMs: 0, drainIntervalMs: 0 },
  logLevel: "error",
  ...change,
});
const publish = (topic: string, payload: string, retain = false) =>
  publisher.publishAsync(`${baseTopic}/${topic}`, payload, { qos: 1, retain });
const publishMany = (from: number, to: number) =>
  Promise.all(
    Array.from({ length: to - from }, (_, index) => publish(`plug ${index % 5}`, `{"power":${from + index}}`)),
  );
const powers = () => dispatcher.stored.map(({ p }) => Number(/"power":(\d+)/.exec(p ?? "")?.[1]));
const upTo = (end: number) => Array.from({ length: end }, (_, index) => index);
const sorted = (values: number[]) => values.toSorted((a, b) => a - b);

describe("the broker's acknowledgement", () => {
  it("is sent only after the fdatasync of the message's group, one for many", async () => {
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    let synced = 0;
    const io = {
      ...diskIo,
      datasync: async (handle: Parameters<typeof diskIo.datasync>[0]) => {
        await held;
        await diskIo.datasync(handle);
        synced += 1;
      },
    };
    const queueDir = join(directory, "queue");
    const queue = await DiskQueue.open({ directory: queueDir, maxBytes: 2 ** 30, maxAgeMs: 1e12, io, now: Date.now });
    const acknowledgedBeforeSync: number[] = [];
    const intake = new Intake({
      queue,
      redeliveries: new RedeliveryFilter([]),
      retained: await RetainedMemory.open(join(directory, "retained.json")),
      baseTopic,
      topics: ["#"],
      log: createLog("error"),
      now: Date.now,
      onQueued: ({ sequence }) => {
        if (synced === 0) acknowledgedBeforeSync.push(sequence);
      },
    });
    const connected = Promise.withResolvers<void>();
    const port = new MqttPort(
      { url: broker.url, baseTopic, topics: ["#"], commandTopics: [], protocolVersion: "auto" },
      `held-${process.pid}`,
      {
        onDelivery: (delivery) => intake.accept(delivery),
        pressure: () => intake.pressure(),
        onPing: () => {},
        onState: (isConnected) => isConnected && connected.resolve(),
      },
    );
    await connected.promise;
    await publish("plug", "{}");
    await waitFor("the first delivery", () => port.counters.received > 0);
    await publishMany(0, 500);
    await waitFor("all deliveries the broker may have on the way", () => port.counters.received >= 501);
    expect({ acked: port.counters.acked, synced }).toEqual({ acked: 0, synced: 0 });
    release();
    await waitFor("the acknowledgements", () => port.counters.acked === 501);
    expect(acknowledgedBeforeSync).toEqual([]);
    expect(queue.stats.fsyncs).toBeLessThan(10);
    await port.close();
    await queue.close();
  });
});

describe("the bridge between a real broker and a dispatcher", () => {
  it("stores every message exactly once though it is killed in the middle of the stream and replies are lost", async () => {
    let requests = 0;
    dispatcher.loseReply = () => {
      requests += 1;
      return requests % 3 === 1;
    };
    const bridge = new BridgeProcess(directory, toConfig());
    const total = 6000;
    await bridge.start();
    let published = 0;
    const stream = (async () => {
      while (published < total) {
        await publishMany(published, published + 100);
        published += 100;
      }
    })();
    for (const killAt of [1000, 2500, 4000]) {
      await waitFor(`${killAt} messages`, () => published >= killAt);
      await bridge.end("SIGKILL");
      await bridge.start();
    }
    await stream;
    await waitFor("all to be stored", () => dispatcher.stored.length >= total, 90_000);
    await bridge.end("SIGTERM");
    expect(sorted(powers())).toEqual(upTo(total));
    expect(dispatcher.faults).toEqual([]);
  });

  it("loses nothing to a captive portal that answers everything", async () => {
    const answers: [number, Record<string, string>, string][] = [
      [200, { "content-type": "text/html" }, "<html>Welcome to the hotel</html>"],
      [200, { "content-type": "application/json" }, '{"status":"stored","cursor":{"next":99}}'],
      [302, { location: "http://127.0.0.1:9/" }, ""],
      [413, {}, "too large"],
      [403, {}, "forbidden"],
      [200, { "content-type": "application/octet-stream" }, "x".repeat(500)],
    ];
    let turn = 0;
    const bridge = new BridgeProcess(directory, toConfig());
    await bridge.start();
    await waitFor("the first batch", () => dispatcher.received.length > 0);
    dispatcher.interfere = (_request, response) => {
      const [status, headers, text] = answers[turn] ?? [];
      turn += 1;
      if (status === undefined) return false;
      response.writeHead(status, headers).end(text);
      return true;
    };
    dispatcher.forgetSessions();
    await publishMany(0, 3000);
    await waitFor("all to be stored", () => dispatcher.stored.length >= 3000, 100_000);
    expect(turn).toBeGreaterThan(answers.length);
    expect(sorted(powers())).toEqual(upTo(3000));
    expect(dispatcher.faults).toEqual([]);
    await bridge.end("SIGTERM");
  });

  it("halves what is too large until it fits", async () => {
    dispatcher.interfere = (_request, response, body) => {
      if (body.length < 40_000) return false;
      response.writeHead(413).end();
      return true;
    };
    const bridge = new BridgeProcess(directory, toConfig());
    await bridge.start();
    await publishMany(0, 2500);
    await waitFor("all to be stored", () => dispatcher.stored.length >= 2500, 60_000);
    expect(sorted(powers())).toEqual(upTo(2500));
    await bridge.end("SIGTERM");
  });

  it("relays retained messages once, leaves out what nobody needs, and starts again where it was", async () => {
    await publish("bridge/devices", "[1]", true);
    await publish("bridge/definitions", "{}", true);
    await publish("bridge/logging", '{"level":"info","message":"m"}', true);
    const bridge = new BridgeProcess(directory, toConfig());
    await bridge.start();
    await waitFor("the directory", async () => (await bridge.health()).intake.queued >= 1);
    await bridge.end("SIGTERM");
    await bridge.start();
    await waitFor("the retained messages again", async () => (await bridge.health()).intake.repeated >= 1);
    await publish("bridge/devices", "[1,2]", true);
    await publish("odd", Buffer.from([0xff, 0xfe]).toString("latin1"));
    await waitFor("the new directory", () => dispatcher.stored.length >= 3, 60_000);
    await bridge.end("SIGTERM");
    expect(dispatcher.stored.map(({ n, topic }) => `${n} ${topic}`)).toEqual([
      "0 bridge/devices",
      "1 bridge/devices",
      "2 odd",
    ]);
  });

  it("goes on after the broker was restarted, and counts no redelivery twice", async () => {
    const bridge = new BridgeProcess(directory, toConfig());
    await bridge.start();
    await publishMany(0, 400);
    await broker.stop();
    await broker.start();
    await publishMany(400, 800);
    await waitFor("all to be stored", () => dispatcher.stored.length >= 800, 60_000);
    await bridge.end("SIGTERM");
    expect(sorted(powers())).toEqual(upTo(800));
  });
});

describe("the program", () => {
  const command = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
    return { status, text: stdout + stderr };
  };

  it("refuses to run twice on one state directory", async () => {
    const bridge = new BridgeProcess(directory, toConfig());
    await bridge.start();
    const file = join(directory, "second.json");
    writeFileSync(file, JSON.stringify({ ...toConfig(), stateDir: join(directory, "state"), health: { port: 0 } }));
    expect(command("run", "--config", file).status).toBe(3);
    await bridge.end("SIGTERM");
  });

  it("lists all faults of its configuration and ends with 2", () => {
    const file = join(directory, "bad.json");
    writeFileSync(file, '{"mqtt":{"url":"x"}}');
    const { status, text } = command("run", "--config", file);
    expect(status).toBe(2);
    for (const name of ["network", "key", "dispatcher", "stateDir", "mqtt.url"]) expect(text).toContain(`: ${name}`);
  });

  it("tells what is wrong and what to do, without the key", async () => {
    await publish("bridge/state", '{"state":"online"}', true);
    await publish(
      "bridge/info",
      '{"version":"2.14.1","config":{"device_options":{},"availability":{"enabled":true}}}',
      true,
    );
    const file = join(directory, "bridge.json");
    writeFileSync(
      file,
      JSON.stringify({ ...toConfig(), stateDir: join(directory, "state"), dispatcher: "http://127.0.0.1:9" }),
    );
    const { status, text } = command("doctor", "--config", file);
    expect(status).toBe(1);
    expect(text).toMatch(/✓ state directory/);
    expect(text).toMatch(/✗ dispatcher: .*ECONNREFUSED|✗ dispatcher/);
    expect(text).toMatch(/✓ Zigbee2MQTT: 2\.14\.1, online/);
    expect(text).toMatch(/✗ quality of service/);
    expect(text).not.toContain(dispatcher.keyText);
  });
});
