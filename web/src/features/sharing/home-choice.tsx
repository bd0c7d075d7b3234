import { useText } from "../../lib/text.ts";
import style from "./sharing-page.module.css";
import type { Managed } from "./use-managed.ts";

/** The home on show, to be changed; drawn where there are more than one. */
export function HomeChoice({ managed: { home, homes, choose } }: { managed: Managed }) {
  const text = useText();
  if (homes.length < 2) return null;
  return (
    <select
      aria-label={text("home.switch")}
      className={style.select}
      onChange={(event) => choose(event.target.value)}
      value={home.networkId}
    >
      {homes.map(({ networkId, name }) => (
        <option key={networkId} value={networkId}>
          {name}
        </option>
      ))}
    </select>
  );
}
