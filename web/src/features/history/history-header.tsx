import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { Link, useLocation } from "wouter";
import { chooseNetwork, type Homes } from "../../data/home-data.ts";
import { useNetworkLink } from "../../data/network-link.ts";
import { useText } from "../../lib/text.ts";
import { HomeSwitch } from "../../ui/home-switch.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LinkChip } from "../../ui/link-chip.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import style from "./history-header.module.css";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface HistoryHeaderProps {
  readonly homes: Homes;
  readonly network: Network;
  /** The node on show; null: the whole home. */
  readonly node: Node | null;
  readonly view: HistoryView;
}

/** Whose history this is: the home (a switch where there are more), or one node with the way back to the home. */
export function HistoryHeader({ homes, network, node, view }: HistoryHeaderProps) {
  const text = useText();
  const [, navigate] = useLocation();
  const state = useNetworkLink(node?.networkId ?? homes.networkId, network);
  if (node && view.node !== null) {
    return (
      <header className={style.node}>
        <div className={style.above}>
          <Link className={style.back} href={toViewUrl({ ...view, node: null })}>
            <Icon name="back" size={20} />
            {text("history.wholeHome")}
          </Link>
          <LinkChip state={state} />
        </div>
        <h1>
          <span className={style.icon} data-role={node.role ?? "none"}>
            <Icon name={toNodeIcon(node)} size={22} />
          </span>
          <Link href={`/node/${view.node}`}>{node.name}</Link>
        </h1>
      </header>
    );
  }
  const networks = homes.networks.value ?? new Map<string, Network>();
  return (
    <header className={style.header}>
      <h1>{text("history.title")}</h1>
      {networks.size > 1 ? (
        <HomeSwitch
          label={text("home.switch")}
          networkId={homes.networkId}
          networks={networks}
          onChoose={(id) => {
            chooseNetwork(id);
            navigate(toViewUrl({ ...view, node: null }), { replace: true });
          }}
        />
      ) : (
        <span className={style.name}>{network.name}</span>
      )}
      <LinkChip state={state} />
    </header>
  );
}
