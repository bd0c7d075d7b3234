import { isClientPrincipal } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { findTariff, type Tariff } from "@lastmeter/model/tariff";
import { useMemo } from "react";
import { type ManagedHome, useManagedHomes, useNodesOf } from "../../data/grants.ts";
import { useTariffs } from "../../data/rules.ts";
import { useSharing } from "../../data/sharing.ts";
import { serverNow } from "../../lib/clock.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { Recipient } from "./action-fields.tsx";
import type { OfHome } from "./subject-fields.tsx";

export interface RuleHome extends OfHome {
  readonly home: ManagedHome;
  readonly nodes: readonly (readonly [NodeId, Node])[];
  /** In force now; null: none, or not loaded yet. */
  readonly tariff: Tariff | null;
}

/** What the words and fields of a home's rules need. */
export function useRuleHome(home: ManagedHome): RuleHome {
  const text = useText();
  const locale = useWatched(localeValue);
  const all = useNodesOf(home.networkId);
  const tariffs = useTariffs(home.networkId);
  return useMemo(() => {
    const nodes = all.filter(([, node]) => node.status === "active");
    const inForce = findTariff([...(tariffs.value?.values() ?? [])], serverNow());
    const tariff = inForce?.tariff ?? null;
    const words = { text, locale, nodes: new Map<string, Node>(all), currency: tariff?.currency ?? "EUR" };
    return { home, nodes, tariff, words };
  }, [home, all, tariffs.value, text, locale]);
}

/** People with a grant of the whole home; its managers are told anyway. */
export function useRecipients(networkId: NetworkId): readonly Recipient[] {
  const { list } = useSharing(networkId);
  return useMemo(
    () =>
      (list?.grants ?? []).flatMap(({ principalId, label, nodeId }) =>
        nodeId === null && !isClientPrincipal(principalId) ? [{ uid: principalId, label }] : [],
      ),
    [list],
  );
}

/** The home named in the address, if this person manages it; null while it is not known. */
export function useHomeOf(networkId: string): ManagedHome | "none" | null {
  const homes = useManagedHomes();
  if (homes === null) return null;
  return homes.find((home) => home.networkId === networkId) ?? "none";
}
