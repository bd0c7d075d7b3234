// Makes the one file an installer takes to a small computer: the bridge as plain JavaScript, its unit, its installer, its page.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { toUnit } from "./src/setup/unit.ts";
import { version } from "./src/version.ts";

const NODE_VERSION = "24.21.0";
const INSTALLED = "/opt/lastmeter-bridge";
const here = fileURLToPath(new URL("./", import.meta.url));
const { values } = parseArgs({
  options: {
    /** Where the file goes. */
    out: { type: "string", default: join(here, "dist") },
    /** Puts this platform's Node inside, e.g. linux-arm64 for a Raspberry Pi: then it needs none of its own. */
    node: { type: "string" },
  },
});

const name = `lastmeter-bridge-${version}${values.node ? `-${values.node}` : ""}`;
const work = mkdtempSync(join(tmpdir(), "lastmeter-pack-"));
const folder = join(work, name);
mkdirSync(join(folder, "bin"), { recursive: true });
mkdirSync(values.out, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: { "lastmeter-bridge": "src/main.ts" },
  outdir: join(folder, "lib"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  platform: "node",
  format: "esm",
  target: "node22.15",
  // Packages written for `require` ask for Node's own modules by it.
  banner: {
    js: 'import { createRequire as lmRequire } from "node:module"; const require = lmRequire(import.meta.url);',
  },
  legalComments: "linked",
  logLevel: "warning",
});

for (const file of ["README.md", "install.sh", "Dockerfile"]) cpSync(join(here, file), join(folder, file));
cpSync(join(here, "../LICENSE"), join(folder, "LICENSE"));
cpSync(join(here, "lastmeter-bridge.sh"), join(folder, "bin/lastmeter-bridge"));
for (const file of ["install.sh", "bin/lastmeter-bridge"]) chmodSync(join(folder, file), 0o755);
const paths = { program: `${INSTALLED}/bin/lastmeter-bridge`, config: "/etc/lastmeter/bridge.json" };
writeFileSync(join(folder, "lastmeter-bridge.service"), toUnit(paths));
if (values.node) addNode(values.node);

const file = join(values.out, `${name}.tar.gz`);
execFileSync("tar", ["-czf", file, "--owner=0", "--group=0", "-C", work, name]);
rmSync(work, { recursive: true });
process.stdout.write(`${file}\n`);

function addNode(platform: string): void {
  const packed = execFileSync("npm", ["pack", "--silent", `node-${platform}@${NODE_VERSION}`], {
    cwd: work,
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", packed.trim(), "package/bin/node"], { cwd: work });
  cpSync(join(work, "package/bin/node"), join(folder, "bin/node"));
  const header = readFileSync(join(folder, "bin/node")).subarray(0, 4).toString("latin1");
  if (header !== "\u007fELF") throw new Error(`node-${platform} is no program of Linux`);
  chmodSync(join(folder, "bin/node"), 0o755);
}
