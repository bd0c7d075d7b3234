import { describe, expect, it } from "vitest";
import { decideSilence } from "./decide-silence.ts";
import type { LinkRecord } from "./link-record.ts";

const AT = 1_795_333_000_000;
const minutes = (count: number) => count * 60_000;
const boot = (letter: string) => letter.repeat(22);
const active = { boot: boot("b"), startedAt: AT } as NonNullable<LinkRecord["active"]>;
const heard = { boot: boot("a"), at: AT - minutes(30), downUntil: 0, broker: "connected" } as const;
const toLink = (more: Partial<LinkRecord>) => ({ active, heard, ...more }) as LinkRecord;
const message = (n: number, at: number) => ({ n, at, topic: "plug", p: "{}" });
const head = { broker: "connected", now: AT + minutes(1), queue: { length: 0, oldestAt: null } } as const;
const batch = { backfill: false, gaps: [] };

describe("decideSilence", () => {
  it("finds the silence in which the gateway was started anew, behind what its queue held before", () => {
    const messages = [message(7, AT - minutes(29)), message(8, AT - minutes(28)), message(9, AT + minutes(1))];
    const silence = decideSilence(toLink({}), batch, messages, head);
    expect(silence.presence).toEqual([{ nodeId: null, fact: "gatewayAway", at: AT + minutes(1) - 1, sequence: 9 }]);
    expect(silence.heard).toEqual({ boot: boot("b"), at: AT + minutes(1), downUntil: AT, broker: "connected" });
  });

  it("takes silences of a gateway that was up, and restarts that are quick, for nothing", () => {
    const same = toLink({ heard: { ...heard, boot: boot("b") } });
    expect(decideSilence(same, batch, [message(7, AT + minutes(1))], head).presence).toEqual([]);
    const quick = toLink({ heard: { ...heard, at: AT - minutes(1) } });
    expect(decideSilence(quick, batch, [message(7, AT + 59_000)], head).presence).toEqual([]);
  });

  it("tells what the queue dropped, and once that the broker was lost", () => {
    const gaps = [{ from: 3, to: 5, dropped: 3, fromAt: AT - minutes(20), toAt: AT - minutes(10) }];
    const link = toLink({ heard: { ...heard, boot: boot("b") } });
    const lost = decideSilence(link, { ...batch, gaps }, [], { ...head, broker: "disconnected" });
    expect(lost.presence).toMatchObject([{ at: AT - minutes(20), sequence: 3 }, { at: head.now }]);
    const again = toLink({ heard: lost.heard });
    expect(decideSilence(again, batch, [], { ...head, broker: "disconnected" }).presence).toEqual([]);
  });

  it("says nothing of a recording", () => {
    expect(decideSilence(toLink({}), { ...batch, backfill: true }, [message(1, AT)], head)).toEqual({
      heard,
      presence: [],
    });
  });
});
