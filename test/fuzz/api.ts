import { startSurroundings } from "../bench/surroundings.ts";
import { openFuzzBench } from "../flows/api-fuzz-bench.ts";
import { fuzzApi } from "./api-fuzz.ts";

/** `npx node test/fuzz/api.ts [RUNS [SEED]]`: requests of every operation of the API's document; no 5xx, no answer it does not say. */
const runs = Number(process.argv[2] ?? "10000");
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const surroundings = startSurroundings();
await surroundings.require("firestore");
const { target, close } = await openFuzzBench("demo-fuzz-api");
const startedAt = performance.now();
const { statuses, faults } = await fuzzApi(target, runs, seed);
await close();
await surroundings.stop();
for (const each of faults.slice(0, 20)) console.error(JSON.stringify(each));
const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
console.log(
  `${runs} requests in ${Math.round((performance.now() - startedAt) / 1000)} s, seed ${seed}; ${told.join(", ")}`,
);
console.log(`${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
