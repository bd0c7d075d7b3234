import { fuzzRegisters } from "@lastmeter/functions/src/ingest/register-model.ts";

/**
 * `npx node test/fuzz/registers.ts [HISTORIES] [SEED] [compounded]`: random histories of a register against what was truly consumed;
 * `compounded`: faults upon faults, held against the upper bound alone, which two of a thousand break (register.md).
 */
const histories = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
const compounded = process.argv[4] === "compounded";
const started = Date.now();
const faults: string[] = [];
let lost = 0;
let consumed = 0;
for (let i = 0; i < histories; i++) {
  const result = fuzzRegisters(seed + i, compounded);
  consumed += result.consumed;
  lost += result.consumed - result.counted;
  if (result.fault !== null) faults.push(`seed ${seed + i}: ${result.fault}`);
}
const share = ((100 * lost) / consumed).toFixed(2);
console.log(
  `${histories} histories in ${Date.now() - started} ms; ${share} % of what was consumed is not counted (within the bounds)`,
);
for (const fault of faults.slice(0, 20)) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
