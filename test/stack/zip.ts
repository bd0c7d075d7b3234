import { writeFileSync } from "node:fs";
import { crc32 } from "node:zlib";

/** Writes a ZIP archive with one stored (uncompressed) text file: all a manifest-only jar needs. */
export function storeOnlyZip(path: string, entryName: string, text: string): void {
  const name = Buffer.from(entryName);
  const data = Buffer.from(text);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(10, 0);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, name, data]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x0a\x00", "latin1"), fields, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  writeFileSync(path, Buffer.concat([local, central, end]));
}
