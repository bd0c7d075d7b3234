import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One after the other: side by side they would not be faster on two cores, and their errors would mix. */
const packages = ["model", "functions", "gateway-bridge", "web", "test"];

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The root's: beside the tests lies an older one, for a generator. */
const compiler = join(createRequire(join(root, "package.json")).resolve("typescript/package.json"), "../bin/tsc");

const failed = packages.filter((name) => {
  const { status } = spawnSync(process.execPath, [compiler, "-p", name, "--pretty"], { cwd: root, stdio: "inherit" });
  return status !== 0;
});

if (failed.length > 0) {
  console.error(`types: errors in ${failed.join(", ")}`);
  process.exitCode = 1;
} else {
  console.log(`types: ${packages.length} packages clean`);
}
