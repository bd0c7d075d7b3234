import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { useHomes } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { toAgeText } from "../../lib/format.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { toSpan } from "../../lib/period.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { createPart } from "../../ui/part.tsx";
import { Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { DevicesCard } from "./devices-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { HistoryHeader } from "./history-header.tsx";
import style from "./history-page.module.css";
import { createHistoryWords } from "./history-words.ts";
import { markHistory } from "./marks.ts";
import { PeriodBar } from "./period-bar.tsx";
import { RepairCard } from "./repair-card.tsx";
import { TotalsCard } from "./totals-card.tsx";
import { type HistoryData, useHistory } from "./use-history.ts";
import { type RepairMode, useRepair } from "./use-repair.ts";
import { type HistoryView, parseView, toViewUrl } from "./view-url.ts";

const RawCard = createPart(async () => (await import("./raw-part.tsx")).RawCard);
const RepairForm = createPart(async () => (await import("./repair-part.tsx")).RepairForm);

/** The past of a home or of one of its nodes. What is shown stands in the address. */
export function HistoryPage() {
  const text = useText();
  const homes = useHomes();
  const search = useSearch();
  const { networks, nodes } = homes;
  const asked = useMemo(() => parseView(search, "9999-12-31"), [search]);
  const node = asked.node === null ? null : (nodes.value?.get(asked.node) ?? null);
  // A node of another home than the one on show brings its own home with it.
  const networkId = (node?.networkId ?? homes.networkId) as NetworkId | null;
  const network = networkId === null ? null : (networks.value?.get(networkId) ?? null);
  useTitle(text("history.title"));
  const members = useMemo(
    () =>
      [...(nodes.value ?? [])].filter(
        ([id, each]) => each.networkId === networkId && (each.status !== "removed" || id === asked.node),
      ) as [NodeId, Node][],
    [nodes.value, networkId, asked.node],
  );
  if (!network || networkId === null || nodes.value === null) {
    if (networks.from === "server" && nodes.from === "server") return <NoHistory />;
    return <PageSkeleton />;
  }
  if (asked.node !== null && node === null && nodes.from === "server") {
    return <Empty icon="info" text={text("node.missing.text")} title={text("node.missing.title")} />;
  }
  // Another node is another page: nothing that was being chosen of one may reach the next.
  return (
    <NetworkHistory
      homes={homes}
      key={asked.node}
      network={network}
      networkId={networkId}
      nodes={members}
      search={search}
    />
  );
}

interface NetworkHistoryProps {
  readonly homes: ReturnType<typeof useHomes>;
  readonly network: Network;
  readonly networkId: NetworkId;
  readonly nodes: readonly (readonly [NodeId, Node])[];
  readonly search: string;
}

function NetworkHistory({ homes, network, networkId, nodes, search }: NetworkHistoryProps) {
  const today = useLiveValue((now) => toLocalDay(now, network.timeZone));
  const [, navigate] = useLocation();
  const view = useMemo(() => parseView(search, today), [search, today]);
  const span = useMemo(() => toSpan(view.period, view.date ?? today, network.timeZone), [view, today, network]);
  const mode = useRepair(network, networkId, view.node);
  const data = useHistory(view, network, nodes, mode.round);
  const entry = nodes.find(([id]) => id === view.node) ?? null;
  const node = entry?.[1] ?? null;
  return (
    <div className={style.page}>
      <HistoryHeader homes={homes} network={network} node={node} view={view} />
      <PeriodBar onChange={(next) => navigate(toViewUrl(next))} span={span} today={today} view={view} />
      <Notices data={data} />
      {data.devices === 0 ? (
        <NoHistory />
      ) : (
        <Content data={data} mode={mode} network={network} node={entry} view={view} />
      )}
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

interface ContentProps {
  readonly data: HistoryData;
  readonly mode: RepairMode;
  readonly network: Network;
  /** Null: the whole home. */
  readonly node: readonly [NodeId, Node] | null;
  readonly view: HistoryView;
}

function Content({ data, mode, network, node, view }: ContentProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const online = useWatched(phoneOnline);
  const { shares, failed, devices } = data;
  const { stretches } = mode;
  const history = useMemo(() => data.history && markHistory(data.history, stretches), [data.history, stretches]);
  if (history === null) {
    if (failed < devices) return <CardsSkeleton />;
    const why = text(online ? "history.failed.text" : "history.notKept");
    return <Empty icon={online ? "info" : "phone"} text={why} title={text("history.failed.title")} />;
  }
  const words = createHistoryWords(history, locale, text);
  const meanwhile = {
    waiting: <CardSkeleton height={352} />,
    failed: (
      <Card>
        <Empty icon="phone" text={text("part.failed.text")} title={text("part.failed.title")} />
      </Card>
    ),
  };
  return (
    <div className={style.columns}>
      <div className={style.column}>
        {view.raw && node ? (
          <RawCard {...meanwhile} mode={mode} moment={history.moment} node={node} span={history.span} view={view} />
        ) : (
          <HistoryCard history={history} mode={mode} view={view} words={words} />
        )}
        {mode.open && node && <RepairForm {...meanwhile} mode={mode} network={network} node={node} />}
      </div>
      <div className={style.column}>
        {(history.sides.length > 0 || history.measured) && <TotalsCard history={history} words={words} />}
        {shares && shares.nodes.length > 0 && (
          <DevicesCard shares={shares} usedWh={history.total.consumptionWh} view={view} />
        )}
        {mode.node !== null && <RepairCard history={history} mode={mode} view={view} />}
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
      <CardSkeleton height={352} />
      <CardSkeleton height={320} />
    </div>
  );
}

function CardSkeleton({ height }: { height: number }) {
  return (
    <Card>
      <Skeleton height={height} />
    </Card>
  );
}
