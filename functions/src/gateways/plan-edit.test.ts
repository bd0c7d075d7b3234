import type { NetworkDraft } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import type { Directory, DirectoryNode } from "../protocols/protocol.ts";
import { planEdit } from "./plan-edit.ts";

const networkId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" as NetworkId;
const network = {
  name: "Home",
  description: "",
  kind: "zigbee2mqtt" as const,
  location: { latitude: 38, longitude: 24 },
  timeZone: "Europe/Athens",
};
const empty: Directory = {
  v: 1,
  version: 7,
  networkId,
  ownerId: "owner",
  location: network.location,
  timeZone: network.timeZone,
  nodes: {},
  records: {},
  waiting: [],
  protocolState: "online",
};
const plan = (changes: Partial<NetworkDraft>, directory = empty) =>
  planEdit({ networkId, network, directory, changes });

describe("an edit of a network", () => {
  it.each<[string, Partial<NetworkDraft>, object]>([
    ["a name goes to the grants too", { name: "Villa" }, { networkName: "Villa", timeZone: "Europe/Athens" }],
    [
      "a zone too, before there are nodes",
      { timeZone: "Europe/Rome" },
      { networkName: "Home", timeZone: "Europe/Rome" },
    ],
  ])("%s", (_, changes, grantCopy) => {
    const fields = Object.keys(changes);
    expect(plan(changes)).toMatchObject({ changed: fields, grantCopy, writes: [{ data: changes, fields }] });
  });

  it("leaves grants alone where they say nothing of it, and the directory too", () => {
    const planned = plan({ description: "By the sea", gatewayAddress: "pi.local" });
    expect(planned).toMatchObject({ changed: ["description", "gatewayAddress"], grantCopy: null, directory: empty });
  });

  it("takes a new place to the gateway's path", () => {
    const location = { latitude: 41, longitude: 12 };
    expect(plan({ location })).toMatchObject({ directory: { location }, grantCopy: null });
    expect(plan({ location: null })).toMatchObject({ directory: { location: null } });
  });

  it("writes nothing where nothing is new, but looks after the grants again", () => {
    const same = plan({ ...network, gatewayAddress: "" });
    expect(same).toMatchObject({ writes: [], changed: [], directory: empty, grantCopy: { networkName: "Home" } });
  });

  it("never changes the kind, nor the zone that a history is cut by", () => {
    const withNode = { ...empty, nodes: { "0x1": {} as DirectoryNode } };
    expect(plan({ kind: "other" as "zigbee2mqtt" })).toMatchObject({ errors: [{ path: "network.kind" }] });
    expect(plan({ timeZone: "Europe/Rome" }, withNode)).toMatchObject({ errors: [{ path: "network.timeZone" }] });
    expect(plan({ timeZone: "Europe/Athens", name: "Villa" }, withNode)).toMatchObject({ changed: ["name"] });
  });
});
