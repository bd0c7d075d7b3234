import { defineConfig } from "vitest/config";

const sources = ["model", "functions", "gateway-bridge", "web"];

/** Tests that share emulators, a broker or a browser: one file at a time, and with time for slow machines. */
const shared = {
  fileParallelism: false,
  maxConcurrency: 20,
  testTimeout: 120_000,
  hookTimeout: 180_000,
  teardownTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            ...sources.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
            "test/{unit,deploy,home,replay,stack,support,tooling}/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "**/dist/**"],
          testTimeout: 30_000,
        },
      },
      // One suite after the other.
      ...["rules", "flows", "e2e", "start", "long"].map((name, at) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          ...shared,
          // Each file of rules has a project of its own in the emulator, each of flows and e2e people and homes of its own.
          ...(name !== "start" && { fileParallelism: true, maxWorkers: 2 }),
          ...((name === "e2e" || name === "long") && { setupFiles: ["test/support/tell-pages.ts"] }),
          sequence: { groupOrder: at + 1 },
        },
      })),
    ],
  },
});
