import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LinkKeys } from "./keys.ts";

const [first, second, third] = [generateKey(), generateKey(), generateKey()];
const kids = (keys: LinkKeys) => keys.newestFirst.map(({ kid }) => kid);
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lastmeter-keys-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("the gateway's keys", () => {
  it("are the configured one until another comes, then the new one before it, after a restart too", async () => {
    const keys = await LinkKeys.open(directory, first);
    expect(kids(keys)).toEqual([first.kid]);
    expect(await keys.add(toKeyText(second), first.kid)).toBe(true);
    expect(kids(keys)).toEqual([second.kid, first.kid]);
    expect(kids(await LinkKeys.open(directory, first))).toEqual([second.kid, first.kid]);
    expect(statSync(join(directory, "keys.json")).mode & 0o777).toBe(0o600);
  });

  it("are two at most: the third replaces the first, which the dispatcher had retired", async () => {
    const keys = await LinkKeys.open(directory, first);
    await keys.add(toKeyText(second), first.kid);
    await keys.add(toKeyText(third), second.kid);
    expect(kids(await LinkKeys.open(directory, first))).toEqual([third.kid, second.kid]);
  });

  it("keep the one in use: a second change begun before the first was finished does not cost it", async () => {
    const keys = await LinkKeys.open(directory, first);
    await keys.add(toKeyText(second), first.kid);
    await keys.add(toKeyText(third), first.kid);
    expect(kids(await LinkKeys.open(directory, first))).toEqual([third.kid, first.kid]);
  });

  it("stay as they are when the same comes again or what comes is none", async () => {
    const keys = await LinkKeys.open(directory, first);
    expect(await keys.add(toKeyText(first), first.kid)).toBe(false);
    expect(await keys.add(`${toKeyText(second).slice(0, -1)}x`, first.kid)).toBe(false);
    expect(kids(keys)).toEqual([first.kid]);
  });

  it("are void once the configuration has another key, and where the file is damaged", async () => {
    await (await LinkKeys.open(directory, first)).add(toKeyText(second), first.kid);
    expect(kids(await LinkKeys.open(directory, third))).toEqual([third.kid]);
    writeFileSync(join(directory, "keys.json"), '{"v":1');
    expect(kids(await LinkKeys.open(directory, first))).toEqual([first.kid]);
  });
});
