import { chooseNetwork } from "../../data/home-data.ts";
import { useText } from "../../lib/text.ts";
import { HomeSwitch } from "../../ui/home-switch.tsx";
import { LinkChip } from "../../ui/link-chip.tsx";
import style from "./home-header.module.css";
import type { HomePageData } from "./use-home.ts";

/** The home's name (a switch where there are more) and how the figures reach this phone. */
export function HomeHeader({ home }: { home: HomePageData }) {
  const text = useText();
  const networks = [...(home.networks.value ?? [])];
  return (
    <header className={style.header}>
      <h1 className={networks.length > 1 ? style.hidden : undefined}>{home.network.name}</h1>
      {networks.length > 1 && (
        <HomeSwitch
          label={text("home.switch")}
          networkId={home.networkId}
          networks={new Map(networks)}
          onChoose={chooseNetwork}
        />
      )}
      <LinkChip state={home.state} />
    </header>
  );
}
