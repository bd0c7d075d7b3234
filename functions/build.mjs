// Bundles the functions, model inside, so that the deployed folder needs no workspace link. Firebase's own packages stay outside. What is
// imported when it is needed lies in chunks of its own: an instance of one function does not load what only another one uses.
import { readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const { dependencies } = JSON.parse(await readFile(new URL("package.json", here), "utf8"));

await rm(new URL("dist/chunks", here), { recursive: true, force: true });
await build({
  absWorkingDir: new URL(".", here).pathname,
  entryPoints: ["src/index.ts"],
  outdir: "dist",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  sourcemap: "linked",
  external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
  logLevel: "warning",
});

const deployed = {
  name: "lastmeter-functions",
  private: true,
  type: "module",
  main: "index.js",
  engines: { node: "24" },
  dependencies,
};
await writeFile(new URL("dist/package.json", here), `${JSON.stringify(deployed, null, 2)}\n`);
