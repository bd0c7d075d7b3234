import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { toDirectory, type ZipEntry, zipEntries } from "./zip.ts";

async function* toEntries(files: Iterable<readonly [string, readonly string[]]>): AsyncGenerator<ZipEntry> {
  for (const [name, parts] of files) {
    const content = async function* () {
      yield* parts;
    };
    yield { name, content: content() };
  }
}

async function zip(files: Iterable<readonly [string, readonly string[]]>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of zipEntries(toEntries(files), Date.UTC(2026, 10, 22, 13, 37, 58))) parts.push(part);
  return Buffer.concat(parts);
}

/** What a program that is not ours makes of it: each name with its date and content; it checks every checksum. */
function unzip(bytes: Buffer): [string, number[], string][] {
  const folder = mkdtempSync(join(tmpdir(), "lastmeter-zip-"));
  const file = join(folder, "a.zip");
  writeFileSync(file, bytes);
  const program =
    "import sys,zipfile,json\nz=zipfile.ZipFile(sys.argv[1])\n" +
    "print(json.dumps([[i.filename,i.date_time,z.read(i).decode()] for i in z.infolist()]))";
  const told = execFileSync("python3", ["-c", program, file], { maxBuffer: 64 * 1024 * 1024 }).toString();
  rmSync(folder, { recursive: true });
  return JSON.parse(told);
}

describe("a ZIP archive", () => {
  it("opens elsewhere with every file as it was", async () => {
    const long = Array.from({ length: 300 }, (_, index) => `${index};`.repeat(1000));
    const files = [
      ["a.csv", ["x,y\r\n", "1,2\r\n"]],
      ["κουζίνα.csv", ["ένα"]],
      ["empty.csv", []],
      ["long.csv", long],
    ] as const;
    expect(unzip(await zip(files))).toEqual(
      files.map(([name, parts]) => [name, [2026, 11, 22, 13, 37, 58], parts.join("")]),
    );
  });

  it("says size and checksum behind each content", async () => {
    const bytes = await zip([["a", ["text"]]]);
    const at = bytes.indexOf(Buffer.from("PK\x07\x08", "latin1"));
    expect(bytes.readUInt32LE(at + 4)).toBe(crc32("text"));
    expect(inflateRawSync(bytes.subarray(31, at)).toString()).toBe("text");
    expect([bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12)]).toEqual([at - 31, 4]);
  });

  it("that breaks off while it is made fails, and does not end as if whole", async () => {
    const broken = async function* (): AsyncGenerator<ZipEntry> {
      const content = async function* () {
        yield "begun";
        throw new Error("the database is away");
      };
      yield { name: "a", content: content() };
    };
    const read = async () => {
      for await (const _ of zipEntries(broken(), Date.UTC(2026, 0, 1)));
    };
    await expect(read()).rejects.toThrow("the database is away");
  });

  it("beyond 4 GiB says where things are in its larger format", () => {
    const far = { name: Buffer.from("far"), offset: 5_000_000_000, crc: 1, packed: 2, size: 3 };
    const directory = toDirectory([{ ...far, name: Buffer.from("near"), offset: 7 }, far], [0, 0], 6_000_000_000);
    const second = 46 + 4;
    expect([directory.readUInt32LE(42), directory.readUInt16LE(30)]).toEqual([7, 0]);
    expect([directory.readUInt32LE(second + 42), directory.readUInt16LE(second + 30)]).toEqual([0xffff_ffff, 12]);
    expect(directory.readBigUInt64LE(second + 46 + 3 + 4)).toBe(5_000_000_000n);
    const end = directory.indexOf(Buffer.from("PK\x06\x06", "latin1"));
    const [count, length, start] = [24, 40, 48].map((at) => directory.readBigUInt64LE(end + at));
    expect([count, length, start]).toEqual([2n, BigInt(end), 6_000_000_000n]);
    const locator = directory.indexOf(Buffer.from("PK\x06\x07", "latin1"));
    expect(directory.readBigUInt64LE(locator + 8)).toBe(6_000_000_000n + BigInt(end));
    expect(directory.readUInt32LE(directory.length - 22 + 16)).toBe(0xffff_ffff);
  });
});
