import type { NodeId } from "@lastmeter/model/ids";
import type { LiveData } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import { parseChunk, parseSlot } from "@lastmeter/model/series";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { IngestInput } from "../ingest/ingest.ts";
import type { StretchRule } from "../ingest/node-state.ts";
import { type ChannelKey, channels, MemoryHome, nodeId, toNode, toReading, total } from "../ingest/plan.fixture.ts";
import { planRules } from "../ingest/plan.ts";
import { toScope, toViewData, toViewLive } from "./view-content.ts";
import { viewParts } from "./view-document.ts";
import { toViewPath } from "./view-writes.ts";

/** Steps of a home's stream: ms since the message before, what it carries, when it arrives. */
const message = fc.record({
  gapMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5 * 3_600_000 })),
  power: fc.option(fc.integer({ min: -50_000, max: 50_000 })),
  taken: fc.option(fc.integer({ min: 0, max: 400 })),
  voltage: fc.option(fc.integer({ min: 2000, max: 2600 })),
  state: fc.option(fc.boolean()),
  /** Beyond what a home can draw: suspect, so a slot may lose the channel it had. */
  spike: fc.integer({ min: 0, max: 12 }).map((n) => n === 0),
  lateness: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20 })),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

interface Item {
  readonly readings: Reading[];
  readonly events: NodeEvent[];
}

const START = Date.parse("2026-10-24T12:00Z");
const measured = ["power", "energyImport", "energyExport", "voltage", "state"] as const satisfies ChannelKey[];
const someKeys = fc.uniqueArray(fc.constantFrom(...measured), { minLength: 1, maxLength: 4 });

function toItems(messages: readonly Message[]): { items: Item[]; endAt: number } {
  let at = START;
  let register = 1000;
  const items = messages.map(({ gapMs, power, taken, voltage, state, spike, lateness }, i) => {
    at += gapMs;
    register += taken ?? 0;
    const readings: Reading[] = [];
    const add = (key: ChannelKey, value: number) => readings.push(toReading(key, at, value, { sequence: i + 1 }));
    if (power !== null) add("power", power);
    if (taken !== null) add("energyImport", spike ? 9_000_000 : register);
    if (voltage !== null) add("voltage", voltage);
    const event = { nodeId, channel: "state", value: state ?? false, at, sequence: i + 1 } as NodeEvent;
    return { item: { readings, events: state === null ? [] : [event] }, order: i + lateness };
  });
  return { items: items.sort((a, b) => a.order - b.order).map(({ item }) => item), endAt: at };
}

const toNodes = (views: Record<string, readonly string[]>) => new Map([[nodeId, toNode(nodeId, { views })]]);

/** An owner's decision about a stretch, as a repair applies it. */
function decide(home: MemoryHome, nodes: IngestInput["nodes"], rule: Omit<StretchRule, "id">): void {
  const rules = [{ ...rule, id: "rule" }];
  const raw = new Map<string, Record<string, Uint8Array> | null>();
  const nothing = { readings: [], events: [], values: [], seen: new Map<NodeId, number>() };
  const facts = { now: 4_000_000_000_000, timeZone: "Europe/Athens", networkId: "network", queueEpoch: "epoch" };
  for (;;) {
    const input: IngestInput = { ...facts, ...nothing, nodes, watched: "no", backfill: true };
    const plan = planRules(input, home.shards, raw, { nodeId, rules, from: rule.from, to: rule.to });
    if (plan === "unknown") return;
    if (plan.needs.length === 0) return void home.apply(plan);
    for (const path of plan.needs) raw.set(path, home.rawOf(path));
  }
}

/** Which channels some field `d` speaks of. */
function toIxs(path: string, d: Readonly<Record<string, unknown>>): (number | string)[] {
  return Object.entries(d).flatMap(([key, value]): (number | string)[] => {
    if (value instanceof Uint8Array) {
      const parsed = path.includes("/raw/") ? parseChunk(value) : parseSlot(key, value)?.channels;
      return parsed ? [...parsed.keys()] : ["unreadable"];
    }
    return typeof value === "object" && value !== null && "c" in value ? [String(value.c)] : ["unreadable"];
  });
}

it("a view holds its own channels only, and equals the originals without the others, whatever the history", () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 50 }),
      fc.tuple(someKeys, someKeys),
      fc.array(fc.nat(200), { maxLength: 8 }),
      fc.option(fc.record({ from: fc.nat(100), hours: fc.integer({ min: 1, max: 30 }) })),
      (messages, lists, cuts, decision) => {
        const views = { first: lists[0], second: lists[1] };
        const nodes = toNodes(views);
        const { items, endAt } = toItems(messages);
        const edges = [0, ...cuts.map((cut) => cut % (items.length + 1)).sort((a, b) => a - b), items.length];
        const home = new MemoryHome();
        for (const [i, edge] of edges.slice(1).entries()) {
          const batch = items.slice(edges[i], edge);
          const [readings, events] = [batch.flatMap((each) => each.readings), batch.flatMap((each) => each.events)];
          home.plan({ nodes, readings, events, watched: "yes", backfill: false, now: endAt });
        }
        const later = [endAt + 7_200_000, endAt + 40 * 86_400_000].map((at) =>
          toReading("power", at, 0, { sequence: at }),
        );
        for (const reading of later) home.plan({ nodes, readings: [reading] });
        if (decision !== null) {
          const from = START + decision.from * 3_600_000;
          decide(home, nodes, { from, to: from + decision.hours * 3_600_000, action: "exclude" });
        }

        for (const [viewId, keys] of Object.entries(views)) {
          const scope = toScope({ channels, total }, keys);
          const allowed = new Set<number | string>([...scope.ixs, ...scope.keys]);
          const expected = new Map<string, object>();
          for (const { kind, path } of viewParts) {
            for (const [original, data] of home.documents) {
              if (!original.startsWith(path(nodeId, ""))) continue;
              const d = toViewData(kind, data.d as Record<string, unknown>, scope);
              if (Object.keys(d).length > 0) expected.set(toViewPath(original, nodeId, viewId), { ...data, d });
            }
          }
          const stored = [...home.documents].filter(([path]) => path.startsWith(`${paths.view(nodeId, viewId)}/`));
          expect(new Map(stored)).toEqual(expected);
          for (const [path, { d }] of stored) {
            for (const ix of toIxs(path, d as Record<string, unknown>)) expect(allowed).toContain(ix);
          }
          const live = home.documents.get(paths.live(nodeId))?.d as LiveData | undefined;
          expect(home.documents.get(paths.liveView(nodeId, viewId))?.d).toEqual(live && toViewLive(live, scope));
        }
      },
    ),
    { numRuns: 120 },
  );
});

it("a node without views is written as before", () => {
  const readings = [toReading("power", START, 5), toReading("power", START + 3_600_000, 5)];
  const [plain, viewed] = [new MemoryHome(), new MemoryHome()];
  plain.plan({ readings });
  viewed.plan({ readings, nodes: toNodes({ view: ["power"] }) });
  expect(plain.paths.length).toBeGreaterThan(0);
  expect(viewed.paths.filter((path) => !path.includes("/views/"))).toEqual(plain.paths);
  expect(viewed.paths.length).toBeGreaterThan(plain.paths.length);
});
