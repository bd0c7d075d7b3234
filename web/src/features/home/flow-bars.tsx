import { toPowerFigure } from "../../lib/format.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LiveFigure, usePaint } from "../../ui/live.tsx";
import { type FlowPart, sinkParts, sourceParts, toFlow } from "./flow.ts";
import style from "./flow-bars.module.css";
import type { HomePageData } from "./use-home.ts";

/** Two bars to one scale: where the power comes from, where it goes. Colour, picture and pattern tell the parts apart. */
export function FlowBars({ home }: { home: HomePageData }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const names = useLiveValue((now) => {
    const { sources, sinks } = toFlow(home.read(now).home);
    return [...sources, ...sinks].map(({ part }) => part).join();
  });
  const there = (part: FlowPart) => names.split(",").includes(part);
  const toPowerW = (now: number, part: FlowPart) => {
    const flow = toFlow(home.read(now).home);
    return [...flow.sources, ...flow.sinks].find((each) => each.part === part)?.powerW ?? 0;
  };
  const side = (label: string, parts: readonly FlowPart[]) => (
    <div className={style.side}>
      <h3>{label}</h3>
      <div aria-hidden="true" className={style.bar}>
        {parts.map((part) => (
          <Segment key={part} part={part} read={(now) => toPowerW(now, part)} />
        ))}
      </div>
      <dl className={style.legend}>
        {parts.map((part) => (
          <div data-part={part} key={part}>
            <dt>
              <span className={style.swatch} />
              {text(`flow.${part}`)}
            </dt>
            <dd>
              <LiveFigure read={(now, before) => toPowerFigure(toPowerW(now, part), locale, before)} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
  return (
    <section aria-label={text("home.flow")} className={style.flow}>
      {side(text("home.flowIn"), sourceParts.filter(there))}
      {side(text("home.flowOut"), sinkParts.filter(there))}
    </section>
  );
}

const icons = {
  import: "grid",
  export: "grid",
  production: "production",
  discharge: "storage",
  charge: "storage",
  consumption: "home",
} as const;

function Segment({ part, read }: { part: FlowPart; read: (now: number) => number }) {
  const element = usePaint<HTMLSpanElement>((span, now) => {
    span.style.flexGrow = String(Math.max(0.001, read(now)));
  });
  return (
    <span className={style.segment} data-part={part} ref={element}>
      <i />
      <Icon name={icons[part]} size={20} />
    </span>
  );
}
