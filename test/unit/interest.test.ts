import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import { toSteps } from "@lastmeter/model/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../functions/src/protocols/protocol.ts";
import { compileRules } from "../../functions/src/rules-engine/compile.ts";
import { noEngineState } from "../../functions/src/rules-engine/engine-state.ts";
import { evaluate } from "../../functions/src/rules-engine/evaluate.ts";
import { addRuleWants } from "../../functions/src/rules-engine/interest.ts";
import { noOutlook } from "../../functions/src/rules-engine/outlook.ts";
import { InterestFilter } from "../../gateway-bridge/src/relay/interest.ts";

const nodeId = "n".repeat(22) as NodeId;
const runs = Number(process.env.PROPERTY_RUNS ?? 200);
const NOON = Date.parse("2026-11-28T10:00Z");
const subject = { of: "node", nodeId } as const;

const when = fc.oneof(
  fc.record({
    kind: fc.constant("value" as const),
    subject: fc.constant(subject),
    is: fc.constantFrom("above" as const, "below" as const),
    limit: fc.integer({ min: -80, max: 80 }).map((limit) => limit / 10),
    hysteresis: fc.constantFrom(0, 0.3, 2, 7.7),
    forMs: fc.constant(0),
  }),
  fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 60 })).map(([below, room]) => {
    const above = (below + room) / 10;
    return { kind: "finished" as const, subject, above, below: below / 10, forMs: 0 };
  }),
);

describe("what a rule waits for", () => {
  it("comes at once from the gateway, whatever the limit, the sign and the device's own numbers", () => {
    fc.assert(
      fc.property(
        when,
        fc.constantFrom<1 | -1>(1, -1),
        fc.constantFrom(1, -1, 0.1, 0.01, -0.01, 1000),
        fc.constantFrom(0, 5, -2.5),
        fc.array(fc.integer({ min: -450, max: 450 }), { minLength: 2, maxLength: 60 }),
        (trigger, sign, factor, offset, fiftieths) => {
          const power = { key: "power", ix: 0, kind: "measurement", quantity: "power", factor, offset } as Channel;
          const total = { power: [{ channel: "power", sign }], energyImport: [], energyExport: [] };
          const node = { nodeId, total, channels: { power } };
          const rule = {
            name: "",
            when: trigger,
            onlyIf: null,
            actions: [{ do: "alarm" as const, severity: "info" as const, title: null }],
            whenOver: [],
            coolDownMs: 0,
            quiet: null,
            active: { from: null, to: null },
            editors: "managers" as const,
          };
          const compiled = compileRules(
            {
              v: 1,
              version: 1,
              interestVersion: 1,
              timeZone: "Europe/Athens",
              location: null,
              home: [],
              rules: [{ ruleId: "r".repeat(22), version: 1, rule, by: "o", byLabel: "", seq: 0 }],
              outlook: noOutlook,
            },
            new Map([[nodeId, node]]),
          );
          const filter = new InterestFilter();
          const ground = {
            protocol: { locate: () => ({ topic: "meter", path: ["v"] }) },
            directory: { nodes: { meter: node } } as unknown as Directory,
          };
          filter.replace(addRuleWants({ version: 0, topics: {} }, compiled, ground));
          let state = noEngineState;
          for (const [index, fiftieth] of fiftieths.entries()) {
            // Finer than what is stored, but no half of it: sums of halves lie by chance on either side.
            const native = Number(((fiftieth / 50 - offset) / factor).toPrecision(12));
            const at = NOON + index * 1000;
            const value = toSteps("power", native * factor + offset);
            const before = JSON.stringify(state.rules);
            const isFirst = index === 0;
            ({ state } = evaluate(
              compiled,
              [{ kind: "value", nodeId, channel: "power", value, at, sequence: index }],
              state,
              at,
            ));
            const isSent = filter.matters("meter", Buffer.from(JSON.stringify({ v: native })));
            const judged = (rules: string) =>
              `${/"on":(true|false),"seq"/.exec(rules)?.[1]} ${/"phase":1/.test(rules)}`;
            if (!isFirst && judged(before) !== judged(JSON.stringify(state.rules))) {
              expect({ index, native, isSent }).toMatchObject({ isSent: true });
            }
          }
        },
      ),
      { numRuns: runs },
    );
  });
});
