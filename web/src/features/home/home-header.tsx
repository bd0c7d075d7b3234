import { chooseNetwork } from "../../data/home-data.ts";
import { useText } from "../../lib/text.ts";
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
        <select
          aria-label={text("home.switch")}
          className={style.switch}
          onChange={(event) => chooseNetwork(event.target.value)}
          value={home.networkId ?? ""}
        >
          {networks.map(([id, network]) => (
            <option key={id} value={id}>
              {network.name}
            </option>
          ))}
        </select>
      )}
      <LinkChip state={home.state} />
    </header>
  );
}
