import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { useMemo } from "react";
import { useLocation } from "wouter";
import { phoneOnline } from "../../data/resume.ts";
import { toChartSubject } from "../../lib/chart-subject.ts";
import { toChannelLabels } from "../../lib/device.ts";
import type { Span } from "../../lib/period.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Card, Skeleton } from "../../ui/parts.tsx";
import style from "./history-card.module.css";
import { RawChart } from "./raw-chart.tsx";
import { toRawPoints, toReadings } from "./raw-day.ts";
import { RawTable } from "./raw-table.tsx";
import { createRawWords } from "./raw-words.ts";
import type { Moment } from "./record.ts";
import { useRawDay } from "./use-raw-day.ts";
import type { RepairMode } from "./use-repair.ts";
import { FinenessSwitch, TableSwitch } from "./view-switches.tsx";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface RawCardProps {
  readonly node: readonly [NodeId, Node];
  readonly span: Span;
  readonly moment: Moment;
  readonly view: HistoryView;
  readonly mode: RepairMode;
}

/** Channels with readings to draw: what a device measures, not what it is set to. */
function toChannels(node: Node): Channel[] {
  return Object.values(node.channels)
    .filter(({ kind, type, periodic }) => kind === "measurement" && type === "numeric" && !periodic)
    .sort((a, b) => a.ix - b.ix);
}

function toMain(node: Node): Channel | undefined {
  const subject = toChartSubject(node);
  if (subject?.kind === "value") return subject.channel;
  return node.channels[node.total.power[0]?.channel ?? ""] ?? toChannels(node)[0];
}

/** Every reading of a day, one channel at a time. */
export function RawCard({ node: [id, node], span, moment, view, mode }: RawCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const online = useWatched(phoneOnline);
  const [, navigate] = useLocation();
  const day = useRawDay(id, span.day, moment, mode.round);
  const channels = toChannels(node);
  const channel = channels.find(({ key }) => key === view.channel) ?? toMain(node);
  const labels = toChannelLabels(channels, text);
  const { parts, quarters } = day;
  const readings = useMemo(() => (parts && channel ? toReadings(parts, channel) : null), [parts, channel]);
  const { startAt, endAt } = span;
  const points = useMemo(() => {
    if (!readings || !channel) return [];
    const last = readings.at(-1)?.at ?? startAt;
    // The newest minutes are not stored yet: today's last reading is not held.
    const until = span.day === moment.today ? last + 1000 : endAt;
    return toRawPoints(readings, { span: { startAt, endAt }, channel, quarters, until });
  }, [readings, channel, quarters, span.day, moment.today, startAt, endAt]);
  const words =
    channel && createRawWords(channel, labels.get(channel.key) ?? channel.label, locale, text, moment.timeZone);
  return (
    <Card data-testid="raw-day">
      <FinenessSwitch view={view} />
      <header className={style.header}>
        {channels.length > 1 ? (
          <p className={style.channel}>
            <label htmlFor="raw-channel">{text("raw.channel")}</label>
            <select
              id="raw-channel"
              onChange={(event) => navigate(toViewUrl({ ...view, channel: event.target.value }), { replace: true })}
              value={channel?.key}
            >
              {channels.map(({ key, label }) => (
                <option key={key} value={key}>
                  {labels.get(key) ?? label}
                </option>
              ))}
            </select>
          </p>
        ) : (
          <span>{words?.label}</span>
        )}
        {readings !== null && readings.length > 0 && <TableSwitch view={view} />}
      </header>
      {readings === null && !day.failed && <Skeleton height={300} />}
      {((readings === null && day.failed) || readings?.length === 0) && (
        <div className={style.empty}>
          <h2>{text(readings === null ? "history.failed.title" : "raw.empty.title")}</h2>
          <p>{text(readings !== null ? "raw.empty.text" : online ? "history.failed.text" : "history.notKept")}</p>
        </div>
      )}
      {readings !== null && readings.length > 0 && words && (
        <>
          <p className={style.label} data-count={readings.length} data-testid="raw-summary">
            {words.toSummary(readings)}
          </p>
          {view.table ? (
            <RawTable moment={moment} readings={readings} span={span} words={words} />
          ) : (
            <RawChart channel={channel} mode={mode} moment={moment} points={points} span={span} words={words} />
          )}
        </>
      )}
    </Card>
  );
}
