import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrolmentReplySchema, gatewayStatusSchema } from "@lastmeter/model/gateway";
import { parseEnrolment } from "@lastmeter/model/link/enrolment";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod/mini";
import { type Child, startChild } from "../stack/child.ts";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { type Account, createAccount, openDatabase, requireStack } from "../support/stack.ts";
import { draft } from "./gateways-bench.ts";

let account: Account;
let folder: string;
let home: Child | undefined;

beforeAll(async () => {
  account = await createAccount("registrar");
  folder = mkdtempSync(join(tmpdir(), "lastmeter-home-"));
});
afterAll(async () => {
  await home?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function act(request: object) {
  const { status, body } = await call("gateways", account, request);
  expect(status).toBe(200);
  return z.object({ result: z.unknown() }).parse(body).result;
}
const register = async () => enrolmentReplySchema.parse(await act({ act: "register", network: draft }));

it("the deployed function names the dispatcher that this very stack listens on, to people alone", async () => {
  const reply = await register();
  expect(reply.config.dispatcher).toBe(requireStack().functions);
  expect(parseEnrolment(reply.enrolment)).toMatchObject({ network: reply.networkId });
  expect(await call("gateways", null, { act: "register", network: draft })).toMatchObject({ status: 401 });
  const wrong = await call("gateways", account, { act: "register", network: { ...draft, timeZone: "Nowhere" } });
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { details: { errors: [{ path: "network.timeZone" }] } } },
  });
});

it("a second home lives by the downloaded file alone, changes its key unasked, and stops when it is revoked", async () => {
  const db = openDatabase();
  const { networkId, config } = await register();
  const file = join(folder, "lastmeter-bridge.json");
  writeFileSync(file, JSON.stringify(config));
  const readStatus = async () => gatewayStatusSchema.parse((await db.doc(paths.gatewayStatus(networkId)).get()).data());
  home = startChild({
    name: "second home",
    args: [join(root, "test/home/start.ts"), "--config", file],
    logFile: join(root, ".lastmeter/test/second-home.log"),
  });
  await home.waitForLine("First reading received");
  const nodes = async () => (await db.collection("nodes").where("networkId", "==", networkId).get()).docs;
  await waitFor("its devices", async () => (await nodes()).length === 6, 60_000);
  expect((await nodes()).map((node) => node.get("status"))).toEqual(Array(6).fill("pending"));
  const before = await waitFor(
    "a gateway that is well",
    async () => {
      const status = await readStatus();
      return status.faults.length === 0 && status.stage === "receiving" ? status : false;
    },
    60_000,
  );
  expect(before.version).toBe(before.newestVersion);

  await act({ act: "rotate", networkId });
  const rotated = await waitFor(
    "the next key in use",
    async () => {
      const status = await readStatus();
      return status.rotation === null && status.keyMadeAt > before.keyMadeAt ? status : false;
    },
    60_000,
  );
  expect(rotated.faults).toEqual([]);

  await act({ act: "revoke", networkId });
  const told = home.waitForLine("Revoked");
  const cursor = async () => (await db.doc(paths.linkState(networkId)).get()).get("link.cursor.next");
  const stored = await cursor();
  await told;
  await waitFor("the fault", async () => (await readStatus()).faults.some(({ fault }) => fault === "revoked"), 60_000);
  expect(await cursor()).toBe(stored);
  await home.stop();
});
