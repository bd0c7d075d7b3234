import type { FuzzTarget } from "../fuzz/api-fuzz.ts";
import { toContract } from "../support/contract.ts";
import { openApiBench, plenty } from "./api-bench.ts";

/** A client that was lent a home, with no quota in the way. */
export async function openFuzzBench(projectId: string): Promise<{ target: FuzzTarget; close(): Promise<void> }> {
  const bench = await openApiBench(projectId, { policies: plenty });
  const home = await bench.seedHome(1, { days: 2, rawDays: 0.1 });
  const client = await bench.createClient();
  const { grid, fridge, door, waterHeater: heater } = home.nodes;
  await bench.grant(home, client.clientId, { resolution: "hour" }, [grid]);
  await bench.grant(home, client.clientId, { role: "operator", resolution: "raw" }, [fridge, door]);
  await bench.grant(home, client.clientId, { role: "admin", resolution: "raw" }, [heater]);
  const document: unknown = await (await bench.app.request("/v1/openapi.json")).json();
  const target: FuzzTarget = {
    document,
    contract: toContract(document),
    token: await bench.getToken(client),
    known: {
      nodeIds: [grid, fridge, door, heater],
      values: {
        ...{
          channel: ["state", "power", "total.power,power"],
          value: [true, false, "ON"],
          channels: [["total.power"]],
        },
        ...{ key: ["x:power_on_behavior"], rev: [0], "Idempotency-Key": ["again-and-again", "once-more-please"] },
      },
    },
    fetch: async (path, init) => bench.app.request(path, init),
  };
  return { target, close: () => bench.close() };
}
