import { expect, it } from "vitest";
import { fuzzApi } from "../fuzz/api-fuzz.ts";
import { openFuzzBench } from "./api-fuzz-bench.ts";

const RUNS = 600;

it("the API answers whatever is sent as its document says, and never with 5xx", async () => {
  const { target, close } = await openFuzzBench("demo-api-fuzz");
  const seed = Date.now() % 2 ** 31;
  const { statuses, faults } = await fuzzApi(target, RUNS, seed);
  await close();
  expect(faults.slice(0, 5), `seed ${seed}`).toEqual([]);
  for (const status of [200, 400, 401, 403, 404])
    expect(statuses.get(status) ?? 0, `${status}, seed ${seed}`).toBeGreaterThan(0);
});
