import { enrolmentReplySchema, gatewayStatusSchema } from "@lastmeter/model/gateway";
import { randomBytes } from "@lastmeter/model/link/bytes";
import { parseEnrolment } from "@lastmeter/model/link/enrolment";
import { parseKeyText } from "@lastmeter/model/link/key";
import { networkSchema } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { linkRecordSchema } from "../link/link-record.ts";
import { isOurNetworkId } from "../link/server-ids.ts";
import { networkKeysSchema, unwrapKey } from "../link/wrapped-key.ts";
import { type NetworkInput, networkInputSchema, planNetwork } from "./plan-network.ts";

const NOW = 1_795_000_000_000;
const secrets = { wrappingKey: randomBytes(32), linkSecret: randomBytes(32) };
const input: NetworkInput = {
  ownerId: "owner",
  name: "Home",
  description: "",
  kind: "zigbee2mqtt",
  location: null,
  timeZone: "Europe/Athens",
  gatewayAddress: "pi.local",
  dispatcherUrl: "https://europe-west1-p.cloudfunctions.net",
};

describe("a new network", () => {
  it("waits for its gateway, and its key rests wrapped", async () => {
    const { networkId, enrolment, writes } = await planNetwork(input, secrets, NOW);
    const documents = new Map(writes.map((write) => [write.path, "data" in write ? write.data : {}]));
    expect(writes.every(({ kind }) => kind === "create")).toBe(true);
    expect(await isOurNetworkId(secrets.linkSecret, networkId)).toBe(true);

    const network = networkSchema.parse(documents.get(`networks/${networkId}`));
    expect(network.link).toEqual({ state: "waiting", since: NOW, protocol: "unknown", bridgeVersion: null });
    expect(network.dispatcher).toEqual({
      url: input.dispatcherUrl,
      host: "europe-west1-p.cloudfunctions.net",
      port: 443,
    });

    const linkKey = parseKeyText(enrolment.key);
    if (typeof linkKey === "string") expect.fail(linkKey);
    const wrapped = networkKeysSchema.parse(documents.get(`networkKeys/${networkId}`)).keys[linkKey.kid];
    if (wrapped === undefined) expect.fail("no key");
    expect(await unwrapKey(secrets.wrappingKey, networkId, linkKey.kid, wrapped)).toEqual(linkKey);

    const state: unknown = Reflect.get(documents.get(`networks/${networkId}/state/link`) ?? {}, "link");
    const status = gatewayStatusSchema.parse(documents.get(`networks/${networkId}/gateway/status`));
    expect(status).toMatchObject({ stage: "waiting", keyMadeAt: NOW, faults: [] });
    expect(linkRecordSchema.parse(state)).toMatchObject({ kids: [linkKey.kid], epoch: network.linkEpoch, status });
  });

  it("is enrolled by key, line or file, which all say the same", async () => {
    const { networkId, enrolment } = await planNetwork(input, secrets, NOW);
    const { key, config, dispatcher } = enrolmentReplySchema.parse(enrolment);
    expect(config).toEqual({ network: networkId, key, dispatcher: input.dispatcherUrl });
    expect(dispatcher).toEqual({ url: input.dispatcherUrl, host: "europe-west1-p.cloudfunctions.net", port: 443 });
    const said = { network: networkId, key: parseKeyText(key), dispatcher: input.dispatcherUrl };
    expect(parseEnrolment(enrolment.enrolment)).toEqual(said);
    expect(parseEnrolment(JSON.stringify(config))).toEqual(said);
  });

  it.each<[string, Partial<NetworkInput>]>([
    ["no name", { name: "" }],
    ["an unknown zone", { timeZone: "Nowhere" }],
    ["two lines as its name", { name: "Home\nsweet home" }],
    ["a sentence as its gateway's address", { gatewayAddress: "in the cellar" }],
    ["no web address", { dispatcherUrl: "javascript:alert(1)" }],
  ])("with %s is refused", (_, wrong) => {
    expect(networkInputSchema.safeParse({ ...input, ...wrong }).success).toBe(false);
  });
});
