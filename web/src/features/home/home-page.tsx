import type { Network } from "@lastmeter/model/network";
import type { ReactNode } from "react";
import { isStale } from "../../lib/link-state.ts";
import { useText } from "../../lib/text.ts";
import type { ControlParts } from "../../ui/control-parts.ts";
import { Empty, Notice } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { HomeHeader } from "./home-header.tsx";
import { HomeNotice } from "./home-notice.tsx";
import style from "./home-page.module.css";
import { HomeSkeleton } from "./home-skeleton.tsx";
import { NodeList } from "./node-list.tsx";
import { PowerNow } from "./power-now.tsx";
import { Today } from "./today.tsx";
import { useHome, useHomes } from "./use-home.ts";
import { Welcome } from "./welcome.tsx";

/** @param install the app's offer to install; shown once there is something to come back for */
export function HomePage({ install, control }: { install: ReactNode; control: ControlParts }) {
  const text = useText();
  const homes = useHomes();
  useTitle(homes.network?.name ?? text("home.title"));
  if (homes.network) return <HomeView control={control} homes={homes} install={install} network={homes.network} />;
  const { value, from, error } = homes.networks;
  if (value !== null && from === "server") return <Welcome />;
  if (error !== null) {
    return <Empty icon="gateway" text={text("home.failed.text")} title={text("home.failed.title")} />;
  }
  return <HomeSkeleton />;
}

interface HomeViewProps {
  readonly homes: ReturnType<typeof useHomes>;
  readonly network: Network;
  readonly install: ReactNode;
  readonly control: ControlParts;
}

function HomeView({ control, homes, network, install }: HomeViewProps) {
  const text = useText();
  const home = useHome(homes, network);
  const empty = homes.nodes.value !== null && home.order.length + home.sensors.length === 0;
  return (
    <div className={style.page} data-stale={isStale(home.state)}>
      <HomeHeader home={home} />
      <HomeNotice network={network} state={home.state} />
      {homes.nodes.unreadable > 0 && (
        <Notice icon="info">{text("home.unreadable", { count: homes.nodes.unreadable })}</Notice>
      )}
      {empty ? (
        <Empty icon="plug" text={text("home.noDevices.text")} title={text("home.noDevices.title")} />
      ) : (
        <div className={style.columns}>
          <div className={style.column}>
            <PowerNow home={home} />
            <Today home={home} />
            {install}
          </div>
          <div className={style.column}>
            <NodeList QuickSwitch={control.QuickSwitch} home={home} />
          </div>
        </div>
      )}
    </div>
  );
}
