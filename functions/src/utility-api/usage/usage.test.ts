import { expect, it } from "vitest";
import { type Counted, createUsage, FLUSH_MS } from "./usage.ts";

const NOW = Date.UTC(2026, 10, 28, 23, 59);
const fault = { at: NOW, status: 404, kind: "not_found", route: "GET /v1/nodes", reference: "r" };

function open() {
  const told: (Counted["counts"] & { day: string })[] = [];
  const state = { isDown: false };
  const usage = createUsage({
    async add(_, day, { counts }) {
      if (state.isDown) throw new Error("down");
      told.push({ day, ...counts });
      return told.filter((each) => each.day === day).reduce((sum, { requests }) => sum + requests, 0);
    },
  });
  return { usage, told, state };
}

it("tells the first call at once, the others together a little later, and at the end all", async () => {
  const { usage, told } = open();
  const call = async (at: number, of: typeof fault | null) => {
    usage.count("one", { rows: 96, fault: of }, at);
    await usage.flush(at);
  };
  await call(NOW, null);
  for (let nth = 1; nth <= 3; nth++) await call(NOW + nth, nth === 2 ? fault : null);
  expect(told).toEqual([{ day: "2026-11-28", requests: 1, errors: 0, limited: 0, rows: 96 }]);
  await usage.flush(NOW + FLUSH_MS);
  expect(told.at(-1)).toEqual({ day: "2026-11-28", requests: 3, errors: 1, limited: 0, rows: 288 });
  expect(usage.requestsOf("one", NOW + FLUSH_MS)).toBe(4);
  await call(NOW + FLUSH_MS + 1, null);
  await usage.flush(NOW + FLUSH_MS + 2, "all");
  expect(told.map(({ requests }) => requests)).toEqual([1, 3, 1]);
});

it("tells again what could not be told", async () => {
  const { usage, told, state } = open();
  state.isDown = true;
  usage.count("one", { rows: 1, fault: null }, NOW);
  await expect(usage.flush(NOW)).rejects.toThrow("down");
  state.isDown = false;
  await usage.flush(NOW + FLUSH_MS);
  expect(told.map(({ requests }) => requests)).toEqual([1]);
});
