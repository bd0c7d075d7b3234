import { toEnergyFigure } from "../../lib/format.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { LiveFigure } from "../../ui/live.tsx";
import { Card } from "../../ui/parts.tsx";
import type { HomeToday } from "./home.ts";
import style from "./today.module.css";
import type { HomePageData } from "./use-home.ts";

type Side = Exclude<keyof HomeToday, "estimated">;
const sides: readonly { side: Side; name: "consumption" | "production" | "import" | "export"; icon: IconName }[] = [
  { side: "consumptionWh", name: "consumption", icon: "home" },
  { side: "productionWh", name: "production", icon: "production" },
  { side: "importWh", name: "import", icon: "arrowIn" },
  { side: "exportWh", name: "export", icon: "arrowOut" },
];

/** Energy since midnight in the home. Sides the home does not have are not there. */
export function Today({ home }: { home: HomePageData }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const shown = useLiveValue((now) => {
    const { source, productionW, today } = home.read(now).home;
    const solar = productionW !== null || today.productionWh !== null;
    const there = {
      consumptionWh: true,
      productionWh: solar,
      importWh: source === "grid",
      exportWh: source === "grid" && solar,
    };
    return sides
      .filter(({ side }) => there[side])
      .map(({ side }) => side)
      .join();
  });
  const estimated = useLiveValue((now) => home.read(now).home.today.estimated);
  return (
    <Card>
      <h2>{text("today.title")}</h2>
      <dl className={style.sides} data-testid="home-today">
        {sides
          .filter(({ side }) => shown.split(",").includes(side))
          .map(({ side, name, icon }) => (
            <div data-side={name} key={side}>
              <dt>
                <span className={style.icon}>
                  <Icon name={icon} size={16} />
                </span>
                {text(`today.${name}`)}
              </dt>
              <dd>
                <LiveFigure
                  className={style.figure}
                  read={(now) => {
                    const energyWh = home.read(now).home.today[side];
                    if (energyWh === null) return null;
                    return { ...toEnergyFigure(energyWh, locale), attributes: { "data-value-wh": String(energyWh) } };
                  }}
                />
              </dd>
            </div>
          ))}
      </dl>
      {estimated && <p className={style.note}>{text("today.estimated")}</p>}
    </Card>
  );
}
