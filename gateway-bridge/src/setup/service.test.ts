import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { giveToOwner } from "./service.ts";

let outside: string;
let directory: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), "lastmeter-outside-"));
  directory = mkdtempSync(join(tmpdir(), "lastmeter-state-"));
  mkdirSync(join(directory, "network/queue"), { recursive: true });
  for (const file of ["network/keys.json", "network/queue/0.log"]) writeFileSync(join(directory, file), "");
  writeFileSync(join(outside, "theirs"), "");
  symlinkSync(join(outside, "theirs"), join(directory, "link"));
});
afterEach(() => {
  for (const each of [directory, outside]) rmSync(each, { recursive: true, force: true });
});

/** Only root gives away; anybody else's own directory is theirs already. */
const owner = process.getuid?.() === 0 ? 61_184 : (process.getuid?.() ?? 0);

describe("the state directory after a setup as root", () => {
  it("is its owner's to the last file, and nothing outside is", () => {
    chownSync(directory, owner, statSync(directory).gid);
    const before = statSync(join(outside, "theirs")).uid;
    giveToOwner(directory);
    for (const file of ["network", "network/keys.json", "network/queue", "network/queue/0.log"]) {
      expect(statSync(join(directory, file)).uid, file).toBe(owner);
    }
    expect(statSync(join(outside, "theirs")).uid).toBe(before);
  });

  it("may not be there yet", () => {
    expect(() => giveToOwner(join(directory, "nothing"))).not.toThrow();
  });
});
