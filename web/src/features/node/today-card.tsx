import type { NodeId } from "@lastmeter/model/ids";
import type { LinkHealth } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useState } from "react";
import { Link } from "wouter";
import { toChartSubject } from "../../lib/chart-subject.ts";
import { toChannelLabels } from "../../lib/device.ts";
import { toHourText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Chart } from "../../ui/chart.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LiveText } from "../../ui/live.tsx";
import { Button, Card, Skeleton } from "../../ui/parts.tsx";
import { createChartWords, toAnswer } from "./chart-words.ts";
import { QuarterTable } from "./quarter-table.tsx";
import style from "./today-card.module.css";
import { useNodeLive } from "./use-node.ts";
import { useToday } from "./use-today.ts";

interface TodayCardProps {
  readonly id: NodeId;
  readonly node: Node;
  readonly timeZone: string;
  readonly link: LinkHealth | null;
}

/** Today at 15 minutes: the answer in words, then the picture of it, or the same as a table. */
export function TodayCard({ id, node, timeZone, link }: TodayCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const live = useNodeLive(id);
  const [table, setTable] = useState(false);
  const today = useToday(id, node, timeZone, link);
  const subject = toChartSubject(node);
  if (subject === null) return null;
  const label =
    subject.kind === "power"
      ? text("chart.power")
      : text("chart.value", {
          label: toChannelLabels(Object.values(node.channels), text).get(subject.channel.key) ?? "",
        });
  const words = createChartWords(subject, locale, text, timeZone);
  const { quarters, failed, startAt, endAt } = today;
  const known = quarters?.some(({ mean }) => mean !== null) ?? false;
  return (
    <Card aria-labelledby="today-title">
      <header className={style.header}>
        <h2 id="today-title">{text("node.today")}</h2>
        {known && (
          <Button aria-pressed={table} look="plain" onClick={() => setTable(!table)}>
            <Icon name={table ? "chart" : "table"} size={20} />
            {text(table ? "chart.graph" : "chart.table")}
          </Button>
        )}
      </header>
      <p className={style.answer}>
        <LiveText read={() => toAnswer(subject, quarters ?? [], live(), { text, locale, role: node.role })} />
      </p>
      <p className={style.label}>{label}</p>
      {quarters === null && !failed && <Skeleton height={240} />}
      {failed && !known && <p className={style.label}>{text("chart.failed")}</p>}
      {quarters !== null && !known && !failed && <p className={style.empty}>{text("chart.empty")}</p>}
      {known && quarters !== null && !table && (
        <Chart
          endAt={endAt}
          kind={subject.kind}
          label={text("chart.label", { label })}
          points={quarters}
          startAt={startAt}
          toAxis={words.toAxis}
          toHour={(at) => toHourText(at, locale, timeZone)}
          toReading={words.toReading}
        />
      )}
      {known && quarters !== null && table && <QuarterTable label={label} quarters={quarters} words={words} />}
      <Link className={style.more} href={`/history?node=${id}`}>
        {text("node.history")}
        <Icon name="next" size={20} />
      </Link>
      <Link className={style.more} href={`/history?period=day&node=${id}&raw=1`}>
        {text("node.raw")}
        <Icon name="next" size={20} />
      </Link>
    </Card>
  );
}
