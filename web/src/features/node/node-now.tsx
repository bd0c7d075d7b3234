import type { NodeId } from "@lastmeter/model/ids";
import type { LiveData, Node } from "@lastmeter/model/node";
import { fromSteps } from "@lastmeter/model/units";
import { toMainChannels, toValueFigure } from "../../lib/device.ts";
import { toAgeText, toEnergyFigure, toPowerFigure } from "../../lib/format.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LiveFigure, LiveText, useLiveValue } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import style from "./node-page.module.css";
import { useNodeLive } from "./use-node.ts";

interface NodeNowProps {
  readonly id: NodeId;
  readonly node: Node;
  readonly timeZone: string;
}

/** The node's power (or what it is there for) in big figures, and its energy since midnight in the home. */
export function NodeNow({ id, node, timeZone }: NodeNowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useNodeLive(id);
  const [main] = toMainChannels(node);
  const metered = node.total.power.length > 0;
  const toAt = () => (metered ? live()?.power?.at : main && live()?.values[main.key]?.at) ?? null;
  const toToday = (now: number): LiveData["today"] => {
    const today = live()?.today ?? null;
    return today?.day === toLocalDay(now, timeZone) ? today : null;
  };
  const sides = useLiveValue((now) => {
    const today = toToday(now);
    if (today === null) return "";
    const given = today.exportWh > 0 || node.role === "production";
    return `${node.role === "production" ? "" : "import"} ${given ? "export" : ""}`;
  });
  return (
    <Card>
      <h2 className={style.label}>{text("node.now")}</h2>
      <p className={style.figures}>
        <LiveFigure
          className={style.big}
          data-testid="node-value"
          read={(_now, before) => {
            const power = live()?.power;
            if (metered) {
              if (!power) return null;
              const powerW = fromSteps("power", power.value);
              return { ...toPowerFigure(powerW, locale, before), attributes: { "data-value-w": String(powerW) } };
            }
            const value = main && live()?.values[main.key];
            return main && value ? toValueFigure(main, value, locale, text) : null;
          }}
        />
        <LiveText
          className={style.age}
          read={(now) => {
            const at = toAt();
            return at === null ? text("node.noReading") : toAgeText(now - at, locale);
          }}
        />
      </p>
      {sides !== "" && metered && (
        <dl className={style.sides}>
          {(["import", "export"] as const)
            .filter((side) => sides.includes(side))
            .map((side) => (
              <div key={side}>
                <dt>{text(side === "import" ? "node.drawn" : "node.given")}</dt>
                <dd>
                  <LiveFigure
                    read={(now) => {
                      const today = toToday(now);
                      return today && toEnergyFigure(side === "import" ? today.importWh : today.exportWh, locale);
                    }}
                  />
                </dd>
              </div>
            ))}
        </dl>
      )}
    </Card>
  );
}
