import type { ConfigurationRequest } from "@lastmeter/model/configuration";
import type { MqttMapping } from "@lastmeter/model/mqtt-mapping";
import { AppError } from "../platform/app-error.ts";
import type { Author } from "./changes.ts";
import { type ConfigurationContext, requireGround } from "./configure.ts";

export interface MappingStore {
  /** @returns `stale`: another description was stored meanwhile */
  write(
    request: {
      networkId: Extract<ConfigurationRequest, { act: "map" }>["networkId"];
      version: number;
      mapping: MqttMapping;
    },
    author: Author,
    now: number,
  ): Promise<"committed" | "conflict" | "stale">;
}

const ATTEMPTS_MAX = 8;

/** A new description of a network's messages. @throws AppError conflict: somebody else described it meanwhile */
export async function handleMap(
  context: ConfigurationContext & { readonly mapping: MappingStore },
  { networkId, version, mapping }: Extract<ConfigurationRequest, { act: "map" }>,
  author: Author,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    await requireGround(context, { networkId, nodeId: null }, author.who);
    const written = await context.mapping.write({ networkId, version, mapping }, author, context.clock());
    if (written === "committed") return;
    if (written === "stale") {
      throw new AppError("conflict", "mapping", null, [{ path: "mapping", expected: "the newest version" }]);
    }
  }
  throw new AppError("unavailable", "contended", 2);
}
