import type { NetworkId } from "@lastmeter/model/ids";
import type { Bytes } from "@lastmeter/model/link/bytes";
import type { LinkKey } from "@lastmeter/model/link/key";
import type { Clock } from "../platform/clock.ts";
import { Lru } from "../platform/lru.ts";
import type { LinkStore } from "./link.store.ts";
import { unwrapKey } from "./wrapped-key.ts";

/** An unknown key is asked for again after this time: it may have been made since. */
const UNKNOWN_MS = 60_000;
/** Unknown keys of one network that are looked for within that time: more are made up by somebody. */
const UNKNOWN_MAX = 10;

export interface KeyRing {
  /** Null: no such key. At most one read a minute and key, and ten a minute and network, whatever arrives. */
  find(networkId: NetworkId, kid: string): Promise<LinkKey | null>;
}

/** Keys by network and key id, unwrapped, in memory. Whether a key is still good is for the link's record to say. */
export function createKeyRing(store: LinkStore, wrappingKey: Bytes, clock: Clock, capacity = 1000): KeyRing {
  const known = new Lru<{ readonly key: Promise<LinkKey | null>; readonly at: number }>(capacity);

  const unknown = new Lru<{ readonly since: number; count: number }>(capacity);

  async function load(networkId: NetworkId, kid: string): Promise<LinkKey | null> {
    const asked = unknown.get(networkId);
    const recent = asked !== undefined && clock() < asked.since + UNKNOWN_MS ? asked : { since: clock(), count: 0 };
    if (recent.count >= UNKNOWN_MAX) return null;
    const wrapped = await store.readWrappedKey(networkId, kid);
    if (wrapped !== null) return unwrapKey(wrappingKey, networkId, kid, wrapped);
    recent.count += 1;
    unknown.set(networkId, recent);
    return null;
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
