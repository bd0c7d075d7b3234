import type { Alarm } from "@lastmeter/model/alarm";
import { Link } from "wouter";
import { useOpenAlarms } from "../../data/alarms.ts";
import { type ManagedHome, useManagedHomes, useNodesOf } from "../../data/grants.ts";
import { chooseNetwork, useHomes } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { AlarmHead } from "../../ui/alarm-head.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { AlarmRow } from "./alarm-row.tsx";
import { byUrgency } from "./alarm-words.ts";
import style from "./alarms-page.module.css";
import { useHistory } from "./use-history.ts";

/** What is the matter in a home, most urgent first; below it what was. */
export function AlarmsPage() {
  const text = useText();
  const homes = useManagedHomes();
  const { networkId } = useHomes();
  const home = homes?.find((each) => each.networkId === networkId) ?? homes?.[0];
  useTitle(text("alarms.title"));
  return (
    <div className={style.page}>
      <AlarmHead homes={homes} networkId={home?.networkId} onChoose={chooseNetwork} shown="alarms" text={text} />
      {homes === null && <Skeleton height={240} />}
      {homes?.length === 0 && (
        <Empty icon="home" text={text("alarms.noHome.text")} title={text("alarms.noHome.title")} />
      )}
      {home && <HomeAlarms home={home} key={home.networkId} />}
    </div>
  );
}

function HomeAlarms({ home }: { home: ManagedHome }) {
  const text = useText();
  const online = useWatched(phoneOnline);
  const { value, error, from } = useOpenAlarms(home.networkId);
  const history = useHistory(home.networkId);
  const open = [...(value ?? [])].sort(([, a], [, b]) => byUrgency(a, b));
  const past = history.alarms.filter(([, { state }]) => state === "cleared");
  return (
    <>
      {(!online || from === "cache") && value !== null && <Notice icon="phone">{text("alarms.stale")}</Notice>}
      {error !== null && online && <Notice icon="info">{text("alarms.failed")}</Notice>}
      {value === null && (online ? <Skeleton height={120} /> : <Notice icon="phone">{text("alarms.offline")}</Notice>)}
      {value !== null && open.length === 0 && (
        <Empty
          action={<Link href="/inbox/settings">{text("notify.link")}</Link>}
          icon="check"
          text={text("alarms.none.text")}
          title={text("alarms.none.title")}
        />
      )}
      <Rows alarms={open} home={home} label={text("alarms.open")} />
      {past.length > 0 && <h2>{text("alarms.history")}</h2>}
      <Rows alarms={past} home={home} label={text("alarms.history")} />
      {history.phase === "failed" && online && <Notice icon="info">{text("alarms.historyFailed")}</Notice>}
      {history.before !== null && history.phase !== "loading" && (
        <Button className={style.older} look="soft" onClick={() => void history.more()}>
          {text("alarms.more")}
        </Button>
      )}
    </>
  );
}

interface RowsProps {
  readonly alarms: readonly (readonly [string, Alarm])[];
  readonly home: ManagedHome;
  readonly label: string;
}

function Rows({ alarms, home, label }: RowsProps) {
  const nodes = new Map(useNodesOf(home.networkId));
  if (alarms.length === 0) return null;
  return (
    <Card aria-label={label} className={style.card}>
      <ul>
        {alarms.map(([id, alarm]) => (
          <AlarmRow
            alarm={alarm}
            alarmId={id}
            homeName={home.name}
            key={id}
            nodeName={(alarm.nodeId && nodes.get(alarm.nodeId)?.name) ?? null}
            timeZone={home.timeZone}
          />
        ))}
      </ul>
    </Card>
  );
}
