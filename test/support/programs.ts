import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Fault } from "../stack/fail.ts";

/** Programs the tests drive that npm does not bring, with the Debian package of each. */
const programs = [
  { paths: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], packageName: "chromium" },
  { paths: ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"], packageName: "mosquitto" },
] as const;

function findProgram(paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}

export function requireProgram(packageName: (typeof programs)[number]["packageName"]): string {
  const program = programs.find((candidate) => candidate.packageName === packageName);
  const path = program && findProgram(program.paths);
  if (!path) throw new Fault(`${packageName} is missing: install it (Debian: apt-get install ${packageName}).`);
  return path;
}

/** Installs what is missing where that is possible (Debian, as root). @throws Fault saying plainly what is missing otherwise. */
export function ensurePrograms(): void {
  const missing = programs.filter(({ paths }) => !findProgram(paths)).map(({ packageName }) => packageName);
  if (missing.length === 0) return;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log(`Installing ${missing.join(", ")} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], {
      stdio: ["ignore", "ignore", "inherit"],
      env,
    });
  }
  for (const name of missing) requireProgram(name);
}
