import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const cloud = {
  LASTMETER_WRAPPING_KEY: key,
  LASTMETER_LINK_SECRET: key,
  LASTMETER_WEB_API_KEY: "web-key",
  GCLOUD_PROJECT: "home",
};

describe("parseConfig", () => {
  it("reads the cloud's environment", () => {
    const config = parseConfig(cloud);
    expect(config.secrets.wrappingKey).toEqual(new Uint8Array(32).fill(7));
    expect(config.listener).toEqual({ apiKey: "web-key", projectId: "home" });
    expect(config.dispatcherUrl).toBe("https://europe-west1-home.cloudfunctions.net");
  });

  it("lets gateways dial another address", () => {
    const own = "https://dispatcher.example.org";
    expect(parseConfig({ ...cloud, LASTMETER_DISPATCHER: own }).dispatcherUrl).toBe(own);
  });

  it("points the listener at the emulators where they are", () => {
    const emulators = { FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:5002", FIRESTORE_EMULATOR_HOST: "127.0.0.1:5003" };
    expect(parseConfig({ ...cloud, ...emulators, LASTMETER_WEB_API_KEY: undefined }).listener).toEqual({
      apiKey: "emulator",
      projectId: "home",
      emulators: { auth: "127.0.0.1:5002", firestore: "127.0.0.1:5003" },
    });
  });

  it("lists all faults at once, and no value", () => {
    const wrong = { ...cloud, LASTMETER_WRAPPING_KEY: "hunter2", LASTMETER_LINK_SECRET: undefined };
    expect(() => parseConfig(wrong)).toThrow(/LASTMETER_WRAPPING_KEY.*LASTMETER_LINK_SECRET/);
    expect(() => parseConfig(wrong)).not.toThrow(/hunter2/);
  });
});
