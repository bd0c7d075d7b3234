import { enrolmentReplySchema } from "@lastmeter/model/gateway";
import { parseEnrolment } from "@lastmeter/model/link/enrolment";
import { expect, it } from "vitest";
import { z } from "zod/mini";
import { call } from "../support/call.ts";
import { createAccount, requireStack } from "../support/stack.ts";
import { draft } from "./gateways-bench.ts";

it("the deployed function names the dispatcher that this very stack listens on, to people alone", async () => {
  const account = await createAccount("registrar");
  const { status, body } = await call("gateways", account, { act: "register", network: draft });
  expect(status).toBe(200);
  const { result } = z.object({ result: enrolmentReplySchema }).parse(body);
  expect(result.config.dispatcher).toBe(requireStack().functions);
  expect(parseEnrolment(result.enrolment)).toMatchObject({ network: result.networkId });
  expect(await call("gateways", null, { act: "register", network: draft })).toMatchObject({ status: 401 });
  const wrong = await call("gateways", account, { act: "register", network: { ...draft, timeZone: "Nowhere" } });
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { details: { errors: [{ path: "network.timeZone" }] } } },
  });
});
