import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrolmentReplySchema, gatewayStatusSchema } from "@lastmeter/model/gateway";
import { paths } from "@lastmeter/model/paths";
import { afterAll, expect, it } from "vitest";
import { z } from "zod/mini";
import { secondHomeDevices } from "../home/second-home.ts";
import { type Child, startChild } from "../stack/child.ts";
import { root } from "../stack/stack.ts";
import { call } from "../support/call.ts";
import { createAccount, openDatabase } from "../support/stack.ts";
import { waitForNodes } from "../support/stored.ts";

const directory = mkdtempSync(join(tmpdir(), "lastmeter-downloads-"));
const db = openDatabase();
let home: Child | undefined;
let stateDir: string | undefined;
afterAll(async () => {
  await home?.stop();
  for (const each of [directory, stateDir]) if (each) rmSync(each, { recursive: true, force: true });
});

it("one command and the downloaded file make a second simulated home with a bridge of its own", async () => {
  const owner = await createAccount("neighbour");
  const network = {
    name: "Next door",
    description: "",
    kind: "zigbee2mqtt",
    location: null,
    timeZone: "Europe/Athens",
  };
  const reply = await call("gateways", owner, { act: "register", network: { ...network, gatewayAddress: "" } });
  const { networkId, config } = z.object({ result: enrolmentReplySchema }).parse(reply.body).result;
  stateDir = join(root, `.lastmeter/home-${networkId.slice(0, 12)}`);
  const file = join(directory, "lastmeter-next-door.json");
  writeFileSync(file, JSON.stringify(config));

  const args = [join(root, "test/home/start.ts"), "--config", file];
  home = startChild({ name: "second home", args, logFile: join(directory, "home.log") });
  await home.waitForLine("First reading received");
  const nodes = await waitForNodes(db, networkId, secondHomeDevices.length);
  expect(nodes.map(({ node }) => node.address).sort()).toEqual(secondHomeDevices.map(({ address }) => address).sort());
  const status = gatewayStatusSchema.parse((await db.doc(paths.gatewayStatus(networkId)).get()).data());
  expect(status).toMatchObject({ stage: "receiving", faults: [] });

  home.process.kill("SIGINT");
  expect(await home.exited).toBe(0);
});
