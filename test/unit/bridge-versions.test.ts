import { version } from "@lastmeter/gateway-bridge/src/version.ts";
import { bridgeVersions } from "@lastmeter/model/link/bridge-versions";
import { expect, it } from "vitest";

it("the newest bridge the cloud knows is the one of this repository", () => {
  expect(bridgeVersions.newest).toBe(version);
});
