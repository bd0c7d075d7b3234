import { useText } from "../../lib/text.ts";
import { Card } from "../../ui/parts.tsx";
import style from "./node-list.module.css";
import { PowerRow, SensorRow } from "./node-row.tsx";
import type { HomePageData } from "./use-home.ts";

/** Every node: those with power first, greatest first; then the others with what they measure. */
export function NodeList({ home }: { home: HomePageData }) {
  const text = useText();
  const nodes = home.nodes.value;
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
              return node ? <PowerRow id={id} key={id} node={node} read={home.read} /> : null;
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
              <SensorRow id={id} key={id} node={node} read={home.read} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
