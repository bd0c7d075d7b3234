import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import type { Directory } from "../protocols/protocol.ts";
import { parseDirectory, toDirectoryBytes } from "./directory-codec.ts";

const directory: Directory = {
  v: 1,
  version: 3,
  networkId: networkIdSchema.parse("N".repeat(32)),
  ownerId: "owner",
  location: { latitude: 37.98, longitude: 23.73 },
  timeZone: "Europe/Athens",
  nodes: {
    "0x1": {
      nodeId: nodeIdSchema.parse("n".repeat(22)),
      address: "0x1",
      nativeName: "kitchen/kettle plug",
      shard: 0,
      location: null,
      total: { power: [{ channel: "power", sign: 1 }], energyImport: ["energyImport"], energyExport: [] },
      channels: {
        power: {
          key: "power",
          ix: 0,
          label: "Power",
          kind: "measurement",
          type: "numeric",
          quantity: "power",
          readable: true,
          settable: false,
          gettable: true,
          path: ["power"],
        },
      },
      health: {
        availability: "online",
        availabilityAt: 1_795_000_000_000,
        interview: null,
        powerSource: null,
        firmware: null,
      },
      removed: false,
      reachable: "online",
      ownerSet: ["name"],
    },
  },
  records: { "bridge/devices": { hash: "h", version: 2, at: 1_795_000_000_000 } },
  waiting: [{ sequence: 1, at: 1_795_000_000_000, topic: "unknown", payload: Uint8Array.of(0, 255, 123) }],
  protocolState: "online",
  groups: ["lamps"],
  interestVersion: 2,
  mapping: 1,
};

describe("directory", () => {
  it("comes back as it was, bytes that are no text included", () => {
    expect(parseDirectory(toDirectoryBytes(directory))).toEqual(directory);
  });

  it("that is damaged is no directory", () => {
    const bytes = toDirectoryBytes(directory);
    expect(() => parseDirectory(bytes.slice(0, -9))).toThrow();
    expect(() => parseDirectory(toDirectoryBytes({ ...directory, timeZone: "Nowhere" }))).toThrow();
  });
});
