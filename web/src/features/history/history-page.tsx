import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { useHomes } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { toAgeText } from "../../lib/format.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { DevicesCard } from "./devices-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { HistoryHeader } from "./history-header.tsx";
import style from "./history-page.module.css";
import { createHistoryWords } from "./history-words.ts";
import { toSpan } from "./period.ts";
import { PeriodBar } from "./period-bar.tsx";
import { TotalsCard } from "./totals-card.tsx";
import { type HistoryData, useHistory } from "./use-history.ts";
import { type HistoryView, parseView, toViewUrl } from "./view-url.ts";

/** The past of a home or of one of its nodes. What is shown stands in the address. */
export function HistoryPage() {
  const text = useText();
  const homes = useHomes();
  const search = useSearch();
  const { networks, nodes } = homes;
  const asked = useMemo(() => parseView(search, "9999-12-31"), [search]);
  const node = asked.node === null ? null : (nodes.value?.get(asked.node) ?? null);
  // A node of another home than the one on show brings its own home with it.
  const networkId = node?.networkId ?? homes.networkId;
  const network = networkId === null ? null : (networks.value?.get(networkId) ?? null);
  useTitle(text("history.title"));
  const members = useMemo(
    () =>
      [...(nodes.value ?? [])].filter(
        ([id, each]) => each.networkId === networkId && (each.status !== "removed" || id === asked.node),
      ) as [NodeId, Node][],
    [nodes.value, networkId, asked.node],
  );
  if (!network || nodes.value === null) {
    if (networks.from === "server" && nodes.from === "server") return <NoHistory />;
    return <PageSkeleton />;
  }
  if (asked.node !== null && node === null && nodes.from === "server") {
    return <Empty icon="info" text={text("node.missing.text")} title={text("node.missing.title")} />;
  }
  return <NetworkHistory homes={homes} network={network} nodes={members} search={search} />;
}

interface NetworkHistoryProps {
  readonly homes: ReturnType<typeof useHomes>;
  readonly network: Network;
  readonly nodes: readonly (readonly [NodeId, Node])[];
  readonly search: string;
}

function NetworkHistory({ homes, network, nodes, search }: NetworkHistoryProps) {
  const today = useLiveValue((now) => toLocalDay(now, network.timeZone));
  const [, navigate] = useLocation();
  const view = useMemo(() => parseView(search, today), [search, today]);
  const span = useMemo(() => toSpan(view.period, view.date ?? today, network.timeZone), [view, today, network]);
  const data = useHistory(view, network, nodes);
  const node = nodes.find(([id]) => id === view.node)?.[1] ?? null;
  return (
    <div className={style.page}>
      <HistoryHeader homes={homes} network={network} node={node} view={view} />
      <PeriodBar onChange={(next) => navigate(toViewUrl(next))} span={span} today={today} view={view} />
      <Notices data={data} />
      {data.devices === 0 ? <NoHistory /> : <Content data={data} view={view} />}
    </div>
  );
}

/** What is not as it should be, and why. */
function Notices({ data: { failed, devices, keptAt } }: { data: HistoryData }) {
  const text = useText();
  const locale = useWatched(localeValue);
  return (
    <>
      {keptAt !== null && (
        <Notice icon="phone">{text("history.kept", { age: toAgeText(Date.now() - keptAt, locale) })}</Notice>
      )}
      {failed > 0 && failed < devices && <Notice icon="info">{text("history.partFailed", { count: failed })}</Notice>}
    </>
  );
}

function Content({ data, view }: { data: HistoryData; view: HistoryView }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const online = useWatched(phoneOnline);
  const { history, shares, failed, devices } = data;
  if (history === null) {
    if (failed < devices) return <CardsSkeleton />;
    const why = text(online ? "history.failed.text" : "history.notKept");
    return <Empty icon={online ? "info" : "phone"} text={why} title={text("history.failed.title")} />;
  }
  const words = createHistoryWords(history, locale, text);
  return (
    <div className={style.columns}>
      <div className={style.column}>
        <HistoryCard history={history} view={view} words={words} />
      </div>
      <div className={style.column}>
        {(history.sides.length > 0 || history.measured) && <TotalsCard history={history} words={words} />}
        {shares && shares.nodes.length > 0 && (
          <DevicesCard shares={shares} usedWh={history.total.consumptionWh} view={view} />
        )}
      </div>
    </div>
  );
}

function NoHistory() {
  const text = useText();
  return <Empty icon="chart" text={text("history.noNodes.text")} title={text("history.noNodes.title")} />;
}

function PageSkeleton() {
  return (
    <div aria-busy="true" className={style.page}>
      <Skeleton height={44} width="50%" />
      <Skeleton height={56} />
      <CardsSkeleton />
    </div>
  );
}

function CardsSkeleton() {
  return (
    <div aria-busy="true" className={style.columns}>
      <Card>
        <Skeleton height={352} />
      </Card>
      <Card>
        <Skeleton height={320} />
      </Card>
    </div>
  );
}
