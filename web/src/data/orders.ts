import { type Command, type CommandValue, isFinal, toCommandTarget } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { serverNow } from "../lib/clock.ts";

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

/** How the server is really asked and a command is followed; injected so that nothing here loads Firestore. */
export interface Ways {
  /** @returns the command's id */
  ask(target: Target, value: CommandValue): Promise<string>;
  /** @returns how to stop it */
  follow(networkId: NetworkId, commandId: string, tell: (command: Command) => void): () => void;
}

/** A plug that says on but draws nothing is found out a minute after the confirmation. */
const DRAW_MS = 150_000;

const toKey = ({ networkId, nodeId, channel }: Target): string =>
  `${networkId} ${toCommandTarget({ kind: "set", nodeId, channel, value: "" })}`;

export function createOrders({ ask, follow }: Ways) {
  const orders = new Map<string, Order>();
  const users = new Set<() => void>();
  const followed = new Map<string, () => void>();
  /** Targets with a question on its way, and the newest value asked for meanwhile. */
  const asking = new Map<string, { next: CommandValue | null }>();

  function publish(key: string, order: Order | null): void {
    if (order) orders.set(key, order);
    else orders.delete(key);
    for (const user of [...users]) user();
  }

  function leave(key: string): void {
    followed.get(key)?.();
    followed.delete(key);
  }

  function begin(key: string, networkId: NetworkId, commandId: string): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow(networkId, commandId, (command) => {
      const order = orders.get(key);
      if (!order || order.command === command) return;
      publish(key, command.reason === "superseded" ? null : { ...order, command });
      if (isFinal(command.state)) timer ??= setTimeout(() => leave(key), DRAW_MS);
    });
    followed.set(key, () => {
      clearTimeout(timer);
      stop();
    });
  }

  async function askOne(target: Target, value: CommandValue, isNewest: () => boolean): Promise<void> {
    const key = toKey(target);
    try {
      const commandId = await ask(target, value);
      if (isNewest()) begin(key, target.networkId, commandId);
    } catch (fault) {
      const order = orders.get(key);
      if (order && isNewest()) publish(key, { ...order, fault });
    }
  }

  return {
    peek: (target: Target): Order | null => orders.get(toKey(target)) ?? null,
    subscribe(user: () => void): () => void {
      users.add(user);
      return () => users.delete(user);
    },
    /** The person has read how it ended. */
    dismiss: (target: Target) => publish(toKey(target), null),
    /** The newest value wins: questions of one target never overtake each other, and what was overtaken in between is never asked. */
    async give(target: Target, value: CommandValue): Promise<void> {
      const key = toKey(target);
      leave(key);
      publish(key, { value, askedAt: serverNow(), command: null, fault: null });
      const before = asking.get(key);
      if (before) {
        before.next = value;
        return;
      }
      const own = { next: null as CommandValue | null };
      asking.set(key, own);
      for (let next: CommandValue | null = value; next !== null; next = own.next) {
        own.next = null;
        await askOne(target, next, () => own.next === null);
      }
      asking.delete(key);
    },
  };
}
