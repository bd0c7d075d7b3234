import { useText } from "../../lib/text.ts";
import type { ControlParts } from "../../ui/control-parts.ts";
import { Card } from "../../ui/parts.tsx";
import style from "./node-list.module.css";
import { PowerRow, SensorRow } from "./node-row.tsx";
import type { HomePageData } from "./use-home.ts";

interface NodeListProps {
  readonly home: HomePageData;
  readonly QuickSwitch: ControlParts["QuickSwitch"];
}

/** Every node: those with power first, greatest first; then the others with what they measure. */
export function NodeList({ home, QuickSwitch }: NodeListProps) {
  const text = useText();
  const nodes = home.nodes.value;
  const shared = { read: home.read, link: home.network.link, QuickSwitch };
  return (
    <>
      {home.order.length > 0 && (
        <Card className={style.card}>
          <header className={style.header}>
            <h2>{text("home.devices")}</h2>
            <span>{text("home.devicesCount", { count: home.order.length })}</span>
          </header>
          <ul>
            {home.order.map((id) => {
              const node = nodes?.get(id);
              return node ? <PowerRow {...shared} id={id} key={id} node={node} /> : null;
            })}
          </ul>
        </Card>
      )}
      {home.sensors.length > 0 && (
        <Card className={style.card}>
          <header className={style.header}>
            <h2>{text("home.sensors")}</h2>
          </header>
          <ul>
            {home.sensors.map(({ id, node }) => (
              <SensorRow {...shared} id={id} key={id} node={node} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
