import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Channel } from "@lastmeter/model/channel";
import { paths } from "@lastmeter/model/paths";
import { toSteps } from "@lastmeter/model/units";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import {
  readTimedRecording,
  recordingFile,
  type TimedMessage,
  toAddresses,
  toProperties,
} from "../support/recording.ts";
import { type Replayed, replayFile } from "../support/replay.ts";
import { openDatabase, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import { readNodes, readRaw, readSlots, requireNode, type StoredNode } from "../support/stored.ts";

const stateSchema = z.record(z.string(), z.unknown());
const eventsSchema = z.object({ d: z.record(z.string(), z.object({ c: z.string(), v: z.unknown() })) });
/** What no connection of a home carries, and by how much a register may be ahead of it: ingest/register.md. */
const MAX_WH_PER_MS = 100_000 / 3_600_000;
const SLACK_WH = 1000;
const FIRST_SLACK_WH = 200;

interface Told {
  readonly at: number;
  readonly value: unknown;
}

/** What the recording says of one property of one device, in file order; written apart from the decoder on purpose. */
function toTold(messages: readonly TimedMessage[], names: ReadonlySet<string>, path: readonly string[]): Told[] {
  return messages
    .filter(({ topic, payload }) => names.has(topic) && payload !== "")
    .map(({ at, payload }) => {
      const value = path.reduce<unknown>((outer, key) => stateSchema.safeParse(outer).data?.[key], JSON.parse(payload));
      return { at, value };
    })
    .filter(({ value }) => value !== undefined && value !== null);
}

const isInvalid = (value: number) => value >= 2.8e11;

describe.skipIf(!existsSync(recordingFile))(
  "a recording of Zigbee2MQTT, relayed in file order with its own times",
  () => {
    const db = openDatabase();
    const messages = readTimedRecording();
    const addresses = toAddresses(messages);
    const folder = mkdtempSync(join(tmpdir(), "lastmeter-replay-"));
    let network: TestNetwork;
    let replayed: Replayed;
    let nodes: StoredNode[];

    beforeAll(async () => {
      network = await startTestNetwork({ name: "replay" });
      replayed = await replayFile({ network, file: fileURLToPath(recordingFile), baseTopic: "zigbee2mqtt" });
      nodes = await readNodes(db, network.networkId);
    });
    afterAll(async () => {
      await network?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Every name a device had in the recording. */
    const namesOf = (address: string) =>
      new Set([...addresses].flatMap(([name, owner]) => (owner === address ? [name] : [])));
    const eachChannel = (
      visit: (stored: StoredNode, channel: Channel, told: readonly Told[]) => void | Promise<void>,
    ) =>
      Promise.all(
        nodes.flatMap((stored) =>
          Object.values(stored.node.channels).map((channel) =>
            visit(stored, channel, toTold(messages, namesOf(stored.node.address), channel.path)),
          ),
        ),
      );

    it("is relayed whole", () => {
      const [, stored = "", notWanted = "0"] =
        /^done: (\d+) messages stored(?:, (\d+) not wanted)?$/m.exec(replayed.told) ?? [];
      expect(Number(stored) + Number(notWanted)).toBe(messages.length);
      expect(Number(stored)).toBeGreaterThan(250);
      expect(replayed.code).toBe(0);
    });

    it("ends as every node it speaks of, with a channel for every feature", () => {
      expect(new Set(nodes.map(({ node }) => node.address))).toEqual(new Set(addresses.values()));
      for (const [address, properties] of toProperties(messages)) {
        const { node } = requireNode(nodes, address);
        const found = new Set(Object.values(node.channels).map(({ path }) => path[0]));
        expect(
          [...properties].filter((property) => !found.has(property)),
          address,
        ).toEqual([]);
      }
    });

    it("has every measured value in raw, once, at its own time", async () => {
      let compared = 0;
      await eachChannel(async (stored, channel, told) => {
        const { quantity, kind, factor = 1, offset = 0 } = channel;
        if (kind !== "measurement" || quantity === undefined) return;
        const numbers = told.flatMap(({ at, value }) =>
          typeof value === "number" && !isInvalid(value) ? [{ at, value }] : [],
        );
        const expected = numbers.map(({ at, value }) => [at, Math.abs(toSteps(quantity, value * factor + offset))]);
        const raw = await readRaw(db, network.networkId, stored, channel.key);
        const found = raw.map(({ at, value }) => [at, Math.abs(value)]);
        expect(found, `${stored.node.nativeName} ${channel.key}`).toEqual(expected);
        compared += found.length;
      });
      expect(compared).toBeGreaterThan(1000);
    });

    it("has every change of a state as an event, at its own time", async () => {
      let compared = 0;
      await eachChannel(async (stored, channel, told) => {
        const isEvent = channel.kind !== "measurement" && channel.kind !== "setting" && channel.kind !== "diagnostic";
        if (!isEvent || (channel.type !== "binary" && channel.type !== "enum")) return;
        const changes = told
          .map(({ at, value }) => [at, channel.type === "binary" ? value === channel.on : value])
          .filter(
            ([, value], index, list) => channel.kind === "action" || index === 0 || value !== list[index - 1]?.[1],
          );
        const { docs } = await db.collection(`nodes/${stored.id}/events`).get();
        const found = docs
          .flatMap((doc) => Object.entries(eventsSchema.parse(doc.data()).d))
          .filter(([, { c }]) => c === channel.key)
          .map(([key, { v }]) => [...key.split("_").map(Number), v] as const)
          .sort(([a, m], [b, n]) => Number(a) - Number(b) || Number(m) - Number(n))
          .map((event) => [event[0], event.at(-1)]);
        expect(found, `${stored.node.nativeName} ${channel.key}`).toEqual(changes);
        compared += found.length;
      });
      expect(compared).toBeGreaterThanOrEqual(3);
    });

    it("has every configuration record verbatim, to the byte", async () => {
      const { docs } = await db.collection(paths.config(network.networkId)).get();
      const stored = new Set(
        docs.map(
          (doc) => `${doc.get("topic")} ${gunzipSync(z.instanceof(Uint8Array).parse(doc.get("d"))).toString("utf8")}`,
        ),
      );
      const kept = /^bridge\/(info|devices|groups|state|event|response\/.*|request\/.*)$/;
      const lost = messages.filter(({ topic, payload }) => kept.test(topic) && !stored.has(`${topic} ${payload}`));
      expect(lost.map(({ topic }) => topic)).toEqual([]);
    });

    it("has what no home can draw as suspect, and counts nothing beyond it", async () => {
      const steep: string[] = [];
      await eachChannel(async (stored, channel, told) => {
        if (channel.register !== true || channel.periodic === true || channel.quantity !== "energy") return;
        const name = `${stored.node.nativeName} ${channel.key}`;
        const values = told.flatMap(({ at, value }) =>
          typeof value === "number" && !isInvalid(value)
            ? [{ at, wh: Math.abs(toSteps("energy", value * (channel.factor ?? 1))) }]
            : [],
        );
        // No state, no credit: a report is beyond the physical if no time before it is a place it can have risen from.
        const isBeyond = (index: number) =>
          values.slice(0, index).some((from, i) => {
            const { at, wh } = values[index] ?? from;
            return wh - from.wh > (at - from.at) * MAX_WH_PER_MS + (i === 0 ? FIRST_SLACK_WH : SLACK_WH);
          });
        const first = values.findIndex((_, index) => isBeyond(index));
        const raw = await readRaw(db, network.networkId, stored, channel.key);
        const suspect = raw.filter(({ value, quality }) => quality === "suspect" && !isInvalid(value));
        expect(suspect[0]?.at, name).toBe(values[first]?.at);
        if (first >= 0) steep.push(stored.node.address);

        const counted = raw.filter(({ quality }) => quality === "good").map(({ at, value }) => ({ at, value }));
        for (const [i, from] of counted.entries()) {
          for (const { at, value } of counted.slice(i + 1)) {
            expect(Math.abs(value) - Math.abs(from.value), name).toBeLessThanOrEqual(
              (at - from.at) * MAX_WH_PER_MS + (i === 0 ? FIRST_SLACK_WH : SLACK_WH),
            );
          }
        }
        const slots = await readSlots(db, stored.id, "quarter");
        const energy = slots.reduce((sum, slot) => sum + (slot.channels.get(channel.ix)?.energy ?? 0), 0);
        const spanMs = (values.at(-1)?.at ?? 0) - (values[0]?.at ?? 0);
        expect(energy, name).toBeLessThanOrEqual(spanMs * MAX_WH_PER_MS + FIRST_SLACK_WH);
      });
      expect(steep).toContain("0x0015bc0000000b04");
    });

    it("names bad lines and relays the others", async () => {
      const good = { t: "2026-11-22T08:10:00Z", topic: "zigbee2mqtt/bridge/state", payload: '{"state":"online"}' };
      const bad = [
        { ...good, t: "later" },
        { ...good, topic: 7 },
        { ...good, payload: { state: "online" } },
      ];
      const file = join(folder, "bad.ndjson");
      writeFileSync(file, [good, ...bad, good].map((line) => JSON.stringify(line)).join("\n"));
      const { code, told } = await replayFile({ network, file, baseTopic: "zigbee2mqtt" });
      expect(code).toBe(1);
      for (const [line, field] of [
        [2, "t"],
        [3, "topic"],
        [4, "payload"],
      ]) {
        expect(told).toContain(`bad.ndjson, line ${line}: ${field}: expected `);
      }
      expect(told).toContain("done: 2 messages stored, 3 lines left out");
    });

    it("must be a file that can be read", async () => {
      const { code, told } = await replayFile({ network, file: join(folder, "none.ndjson"), baseTopic: "zigbee2mqtt" });
      expect(told).toMatch(/none\.ndjson: expected a recording that can be read/);
      expect(code).toBe(2);
    });
  },
);
