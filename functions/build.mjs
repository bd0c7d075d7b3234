// Bundles the functions, model inside, so that the deployed folder needs no workspace link. Firebase's own packages stay outside.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const { dependencies } = JSON.parse(await readFile(new URL("package.json", here), "utf8"));

await build({
  absWorkingDir: new URL(".", here).pathname,
  entryPoints: ["src/index.ts"],
  outfile: "dist/index.js",
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
