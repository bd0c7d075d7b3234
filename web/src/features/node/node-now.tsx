import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { fromSteps } from "@lastmeter/model/units";
import { toMainChannels, toValueFigure } from "../../lib/device.ts";
import { toAgeText, toPowerFigure } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Given } from "../../ui/given.tsx";
import { LiveFigure, LiveText } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import style from "./node-page.module.css";
import { useNodeLive } from "./use-node.ts";

interface NodeNowProps {
  readonly id: NodeId;
  readonly node: Node;
}

/** The node's power (or what it is there for) in big figures. */
export function NodeNow({ id, node }: NodeNowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useNodeLive(id);
  const [main] = toMainChannels(node);
  const metered = node.total.power.length > 0;
  const toAt = () => (metered ? live()?.power?.at : main && live()?.values[main.key]?.at) ?? null;
  const toPowerW = () => {
    const power = live()?.power ?? null;
    return power && fromSteps("power", power.value);
  };
  return (
    <Card>
      <h2 className={style.label}>{text("node.now")}</h2>
      <p className={style.figures}>
        <span className={style.now}>
          {metered && <Given read={toPowerW} role={node.role} />}
          <LiveFigure
            className={style.big}
            data-testid="node-value"
            read={(_now, before) => {
              if (metered) {
                const powerW = toPowerW();
                if (powerW === null) return null;
                const attributes = { "data-value-w": String(powerW) };
                return { ...toPowerFigure(Math.abs(powerW), locale, before), attributes };
              }
              const value = main && live()?.values[main.key];
              return main && value ? toValueFigure(main, value, locale, text) : null;
            }}
          />
        </span>
        <LiveText
          className={style.age}
          read={(now) => {
            const at = toAt();
            return at === null ? text("node.noReading") : toAgeText(now - at, locale);
          }}
        />
      </p>
    </Card>
  );
}
