import {
  type Command,
  type CommandValue,
  commandReplySchema,
  commandSchema,
  isFinal,
  toCommandTarget,
} from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { useMemo, useSyncExternalStore } from "react";
import { serverNow } from "../lib/clock.ts";
import { call } from "./call.ts";
import { store } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";
import { useLoaded } from "./store.ts";

/** What can be told something. */
export interface Target {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
  readonly channel: string;
}

/** What this phone was last asked to do with a target, and what became of it so far. */
export interface Order {
  readonly value: CommandValue;
  readonly askedAt: number;
  /** Null: the server has not taken it yet. */
  readonly command: Command | null;
  /** Why the server did not take it. */
  readonly fault: unknown;
}

/** A plug that says on but draws nothing is found out a minute after the confirmation. */
const DRAW_MS = 150_000;

const orders = new Map<string, Order>();
const users = new Set<() => void>();
const watches = new Map<string, () => void>();
/** Targets with a call on its way, and the newest value asked for meanwhile: calls of one target never overtake each other. */
const calling = new Map<string, CommandValue | null>();

const toKey = ({ networkId, nodeId, channel }: Target): string =>
  `${networkId} ${toCommandTarget({ kind: "set", nodeId, channel, value: "" })}`;

function publish(key: string, order: Order | null): void {
  if (order) orders.set(key, order);
  else orders.delete(key);
  for (const user of [...users]) user();
}

function subscribe(user: () => void): () => void {
  users.add(user);
  return () => users.delete(user);
}

/** What this phone has under way for the target; null: nothing, or nobody needs to know any more. */
export function useOrder(target: Target): Order | null {
  const key = toKey(target);
  return useSyncExternalStore(subscribe, () => orders.get(key) ?? null);
}

/** The person has read how it ended. */
export function dismissOrder(target: Target): void {
  publish(toKey(target), null);
}

/** The newest value wins: one asked for while another is on its way replaces it. */
export async function giveOrder(target: Target, value: CommandValue): Promise<void> {
  const key = toKey(target);
  stopWatch(key);
  publish(key, { value, askedAt: serverNow(), command: null, fault: null });
  if (calling.has(key)) {
    calling.set(key, value);
    return;
  }
  let next: CommandValue | null = value;
  while (next !== null) {
    calling.set(key, null);
    await ask(target, key, next);
    next = calling.get(key) ?? null;
  }
  calling.delete(key);
}

async function ask(target: Target, key: string, value: CommandValue): Promise<void> {
  const { networkId, nodeId, channel } = target;
  const isNewest = () => calling.get(key) === null;
  try {
    const order = { kind: "set", nodeId, channel, value } as const;
    const { commandId } = await call("command", { networkId, order }, commandReplySchema);
    if (isNewest()) watch(key, networkId, commandId);
  } catch (fault) {
    const order = orders.get(key);
    if (order && isNewest()) publish(key, { ...order, fault });
  }
}

function watch(key: string, networkId: NetworkId, commandId: string): void {
  const query: Query<Command> = {
    path: paths.command(networkId, commandId),
    where: null,
    parse: parseBy(commandSchema),
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = () => {
    const command = store.peek(query).value?.get(commandId);
    const order = orders.get(key);
    if (!command || !order || order.command === command) return;
    publish(key, command.reason === "superseded" ? null : { ...order, command });
    if (isFinal(command.state)) timer ??= setTimeout(() => stopWatch(key), DRAW_MS);
  };
  const stop = store.subscribe(query, read);
  watches.set(key, () => {
    clearTimeout(timer);
    stop();
  });
  read();
}

function stopWatch(key: string): void {
  watches.get(key)?.();
  watches.delete(key);
}

/** How many of a node's commands are shown. */
const LATEST = 10;

/** A node's latest commands, newest first; null while nothing is known. For who manages the node. */
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
