import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stack/stack.ts";
import type { Figure } from "./figure.ts";

const KIB = 1024;
/** The budgets of `web/size.mjs`. */
const FIRST_KIB_MAX = 110;
const SESSION_KIB_MAX = 300;

/** What a phone loads, gz, by `web/size.mjs`: first load, a whole first session, and each chunk that comes later. An app built before is taken as it is. */
export async function measureBundle(): Promise<Figure[]> {
  if (!existsSync(join(root, "web/dist/index.html"))) spawnSync("npm", ["run", "build", "-w", "web"], { cwd: root });
  const { stdout } = spawnSync(process.execPath, [join(root, "web/size.mjs")], { encoding: "utf8" });
  const totals = /"firstLoadBytes":(\d+),"sessionBytes":(\d+)/.exec(stdout);
  if (!totals) throw new Error(`web/size.mjs tells no totals: ${stdout.slice(0, 500)}`);
  const [first = 0, session = 0] = totals.slice(1).map((bytes) => Number(bytes) / KIB);
  const lazy = [...stdout.matchAll(/^\s*([\d.]+) KiB\s+lazy\s+(?:assets\/)?(\S+)$/gm)];
  return [
    { name: "first load", value: first, unit: "KiB gz", atMost: FIRST_KIB_MAX },
    { name: "a first session, everything", value: session, unit: "KiB gz", atMost: SESSION_KIB_MAX },
    ...lazy.map(([, kib, file]) => ({ name: `  ${toChunkName(file ?? "")}`, value: Number(kib), unit: "KiB gz" })),
  ];
}

/** Without the hash. */
function toChunkName(file: string): string {
  return file.replace(/-[\w-]{8}(\.\w+)$/, "$1");
}
