import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emptyDirectory } from "@lastmeter/functions/src/protocols/decoding/fixtures.ts";
import { protocolFor } from "@lastmeter/functions/src/protocols/registry.ts";
import { admitsDevices, networkKinds } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const protocols = "functions/src/protocols";
const programs = ["model/src", "functions/src", "gateway-bridge/src", "web/src"];

function toFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name}`)
    .filter((path) => /\.(ts|tsx|json)$/.test(path) && !/\.test\.ts$|fixture/.test(path));
}
const read = (path: string) => readFileSync(join(root, path), "utf8");
const toImports = (path: string) => [...read(path).matchAll(/from "([^"]+)"/g)].map(([, from]) => from ?? "");

/** Where another kind is added: its folder, its line in the registry, its name in the list of names, its words in the catalogues. */
const places = [
  `${protocols}/registry.ts`,
  "model/src/network.ts",
  "web/src/locales/admin/de.json",
  "web/src/locales/admin/el.json",
  "web/src/locales/admin/en.json",
];

describe("a kind of network", () => {
  it("is named in its own folder, one line of the registry, the list of names and the catalogues, and nowhere else", () => {
    const naming = programs
      .flatMap(toFiles)
      .filter((path) => read(path).includes("mqttjson") && !path.startsWith(`${protocols}/mqttjson/`));
    expect(naming.sort()).toEqual(places.toSorted());
    const lines = read(`${protocols}/registry.ts`).split("\n");
    expect(lines.filter((line) => /^ {2}mqttjson,$/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("mqttjson"))).toHaveLength(2);
  });

  it.each(networkKinds)("takes nothing from another: %s", (kind) => {
    const others = networkKinds.filter((each) => each !== kind);
    const taken = toFiles(`${protocols}/${kind}`).flatMap((path) =>
      toImports(path).filter((from) => others.some((other) => from.includes(`/${other}/`))),
    );
    expect(taken).toEqual([]);
  });

  it.each(networkKinds)("says of itself whether devices can join: %s", (kind) => {
    const order = { kind: "permitJoin", seconds: 60 } as const;
    expect(protocolFor(kind).toNative(emptyDirectory, order, "c".repeat(22)) !== null).toBe(admitsDevices(kind));
  });

  it("is nothing to what all of them share, nor to whoever asks the registry", () => {
    const isKind = (from: string) => networkKinds.some((kind) => from.includes(`/${kind}/`));
    const taking = toFiles("functions/src")
      .filter((path) => !networkKinds.some((kind) => path.startsWith(`${protocols}/${kind}/`)))
      .filter((path) => toImports(path).some(isKind));
    expect(taking).toEqual([`${protocols}/registry.ts`]);
  });
});
