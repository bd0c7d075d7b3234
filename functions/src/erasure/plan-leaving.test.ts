import { ERASED_PRINCIPAL } from "@lastmeter/model/account";
import type { Client } from "@lastmeter/model/client";
import type { Provider } from "@lastmeter/model/provider";
import { describe, expect, it } from "vitest";
import { planLeaving } from "./plan-leaving.ts";

const now = Date.UTC(2026, 10, 28);
const provider: Provider = {
  v: 1,
  name: "Utility",
  kind: "utility",
  website: null,
  contact: "desk@utility.example",
  description: "",
  admins: ["eva", "max"],
  adminLabels: { eva: "eva@utility.example", max: "max@utility.example" },
  state: "approved",
  requestedAt: now - 1000,
  decisions: [{ at: now - 500, state: "approved", by: "eva", reason: "" }],
};
const client = { epoch: 4, approved: true, managers: ["eva", "max"] } as Client;

describe("an administrator who leaves", () => {
  it("leaves the company to the others, and is named nowhere", () => {
    const plan = planLeaving(provider, "eva", now);
    expect(plan.provider).toMatchObject({
      admins: ["max"],
      adminLabels: { max: "max@utility.example" },
      state: "approved",
    });
    expect(JSON.stringify(plan.provider)).not.toContain("eva");
    expect(plan.toChange(client)).toEqual({ managers: ["max"] });
  });
  it("as the last one leaves nothing that goes on by itself", () => {
    const plan = planLeaving({ ...provider, admins: ["eva"] }, "eva", now);
    expect(plan.provider).toMatchObject({ admins: [], state: "suspended" });
    expect(plan.provider.decisions.at(-1)).toEqual({ at: now, state: "suspended", by: ERASED_PRINCIPAL, reason: "" });
    expect(plan.toChange(client)).toEqual({ managers: [], approved: false, epoch: 5 });
  });
});
