#!/usr/bin/env node
import { enableCompileCache } from "node:module";

/** A small computer beside the stick: V8 would otherwise let garbage pile up to hundreds of MB before it collects. */
const memoryFlags = ["--max-old-space-size=64", "--max-semi-space-size=2", "--v8-pool-size=1"];
/** One heap of glibc's for all threads, and few of them: each would keep some MB of its own. */
const memoryEnvironment = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072", UV_THREADPOOL_SIZE: "2" };

// Replaces this process by itself with the flags: same process id, no parent that could outlive its child. POSIX only.
if (!process.execArgv.includes(memoryFlags[0] ?? "") && process.execve && process.platform !== "win32") {
  const [node = process.execPath, ...rest] = process.argv;
  // MQTT.js reads addresses by `url.parse`, which Node names as soon as it is not below node_modules.
  const quiet = ["--disable-warning=ExperimentalWarning", "--disable-warning=DEP0169"];
  process.removeAllListeners("warning");
  process.execve(process.execPath, [node, ...quiet, ...memoryFlags, ...process.execArgv, ...rest], {
    ...memoryEnvironment,
    ...process.env,
  });
}
// Without it the compiler that strips the types stays in memory (25 MB) at every start.
enableCompileCache();
const { runCommandLine } = await import("./cli.ts");
await runCommandLine();
