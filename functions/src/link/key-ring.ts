import type { NetworkId } from "@lastmeter/model/ids";
import type { Bytes } from "@lastmeter/model/link/bytes";
import type { LinkKey } from "@lastmeter/model/link/key";
import type { Clock } from "../platform/clock.ts";
import { Lru } from "../platform/lru.ts";
import type { LinkStore } from "./link.store.ts";
import { unwrapKey } from "./wrapped-key.ts";

/** An unknown key is asked for again after this time: it may have been made since. */
const UNKNOWN_MS = 60_000;

export interface KeyRing {
  /** Null: no such key. At most one read a minute and key, whatever arrives. */
  find(networkId: NetworkId, kid: string): Promise<LinkKey | null>;
}

/** Keys by network and key id, unwrapped, in memory. Whether a key is still good is for the link's record to say. */
export function createKeyRing(store: LinkStore, wrappingKey: Bytes, clock: Clock, capacity = 1000): KeyRing {
  const known = new Lru<{ readonly key: Promise<LinkKey | null>; readonly at: number }>(capacity);

  async function load(networkId: NetworkId, kid: string): Promise<LinkKey | null> {
    const wrapped = await store.readWrappedKey(networkId, kid);
    return wrapped && unwrapKey(wrappingKey, networkId, kid, wrapped);
  }

  return {
    async find(networkId, kid) {
      const id = `${networkId}|${kid}`;
      const entry = known.get(id);
      if (entry !== undefined) {
        const key = await entry.key.catch(() => undefined);
        if (key || (key === null && clock() < entry.at + UNKNOWN_MS)) return key;
      }
      const key = load(networkId, kid);
      known.set(id, { key, at: clock() });
      return key;
    },
  };
}
