import { type Command, commandReplySchema, commandSchema } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { useMemo, useSyncExternalStore } from "react";
import { call } from "./call.ts";
import { store } from "./home-data.ts";
import { createOrders, type Order, type Target } from "./orders.ts";
import { parseBy, type Query } from "./query.ts";
import { useLoaded } from "./store.ts";

export const orders = createOrders({
  async ask({ networkId, nodeId, channel }, value) {
    const order = { kind: "set", nodeId, channel, value } as const;
    return (await call("command", { networkId, order }, commandReplySchema)).commandId;
  },
  follow(networkId, commandId, tell) {
    const query: Query<Command> = {
      path: paths.command(networkId, commandId),
      where: null,
      parse: parseBy(commandSchema),
    };
    const read = () => {
      const command = store.peek(query).value?.get(commandId);
      if (command) tell(command);
    };
    return store.subscribe(query, read);
  },
});

/** What this phone has under way for the target; null: nothing, or nobody needs to know any more. */
export function useOrder(target: Target): Order | null {
  return useSyncExternalStore(orders.subscribe, () => orders.peek(target));
}

/** How many of a node's commands are shown. */
const LATEST = 10;

/** A node's latest commands, newest first; null while nothing is known. For who manages the network. */
export function useLatestCommands(networkId: NetworkId, nodeId: NodeId) {
  const query = useMemo(
    (): Query<Command> => ({
      path: paths.commands(networkId),
      where: { field: "nodeId", op: "==", value: nodeId },
      newest: { field: "at", size: LATEST },
      parse: parseBy(commandSchema),
    }),
    [networkId, nodeId],
  );
  const loaded = useLoaded(store, query);
  return useMemo(() => {
    const commands = loaded.value && [...loaded.value].sort(([, a], [, b]) => b.seq - a.seq);
    return { commands, error: loaded.error };
  }, [loaded]);
}
