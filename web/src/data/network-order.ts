import { type Command, type CommandOrder, commandReplySchema, commandSchema } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { call } from "./call.ts";
import { store } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";
import { type RunningAct, useAct } from "./use-act.ts";

export interface NetworkOrder {
  /** The call that gives it. */
  readonly act: RunningAct;
  /** What became of it so far; null: none was given here, or the server has not told yet. */
  readonly command: Command | null;
  give(order: Extract<CommandOrder, { kind: "permitJoin" | "removeNode" }>): Promise<void>;
}

/** An order about the network itself: opened for new devices, a device removed from it. */
export function useNetworkOrder(networkId: NetworkId): NetworkOrder {
  const act = useAct();
  const [commandId, setCommandId] = useState<string | null>(null);
  const query = useMemo((): Query<Command> | null => {
    if (commandId === null) return null;
    return { path: paths.command(networkId, commandId), where: null, parse: parseBy(commandSchema) };
  }, [networkId, commandId]);
  const subscribe = useCallback((changed: () => void) => (query ? store.subscribe(query, changed) : () => {}), [query]);
  const loaded = useSyncExternalStore(subscribe, () => (query ? store.peek(query).value : null));
  const give: NetworkOrder["give"] = async (order) => {
    setCommandId(null);
    await act.run(async () => {
      const given = await call("command", { networkId, order }, commandReplySchema);
      setCommandId(given.commandId);
    });
  };
  const [command = null] = loaded?.values() ?? [];
  return { act, command, give };
}
