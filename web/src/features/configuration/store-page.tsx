import type { StoredRecord } from "@lastmeter/model/configuration";
import { useEffect, useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { configuration, useAsked } from "../../data/configuration.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { toSecondText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Fault } from "../../ui/fault.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./configuration.module.css";
import { RecordView } from "./record-view.tsx";

const TYPING_MS = 400;

/** What the network said of itself, word for word. */
export function StorePage({ managed: { networkId, network } }: { managed: ManagedNetwork }) {
  const text = useText();
  const [entered, setEntered] = useState("");
  const [search, setSearch] = useState("");
  const [topic, setTopic] = useState<string | null>(null);
  const { asked, again } = useAsked(`${networkId} ${search}`, () => configuration.records(networkId, null, search));
  useTitle(text("store.title"));
  useEffect(() => {
    const timer = setTimeout(() => setSearch(entered.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [entered]);
  const locale = useWatched(localeValue);
  const timeText = (at: number) => toSecondText(at, locale, network.timeZone);
  if (topic !== null) {
    return (
      <div className={style.page}>
        <header className={style.rowHead}>
          <Button look="plain" onClick={() => setTopic(null)}>
            {text("store.back")}
          </Button>
          <h1>{topic}</h1>
        </header>
        <RecordView networkId={networkId} timeText={timeText} topic={topic} />
      </div>
    );
  }
  return (
    <div className={style.page}>
      <PageHeader
        back={`/admin/${networkId}/configuration`}
        backLabel={text("config.title")}
        title={text("store.title")}
      />
      <p className={style.muted}>{text("store.text")}</p>
      <input
        aria-label={text("store.search")}
        className={style.search}
        maxLength={128}
        onChange={({ target }) => setEntered(target.value)}
        placeholder={text("store.search")}
        type="search"
        value={entered}
      />
      {asked === null && <Skeleton height={280} />}
      {asked && "error" in asked && (
        <Card className={style.card}>
          <Fault {...toCallText(asked.error, text)} label={text("callFault.code")} />
          <Button look="soft" onClick={again}>
            {text("config.again")}
          </Button>
        </Card>
      )}
      {asked && "value" in asked && (
        <Records onOpen={setTopic} records={asked.value.records} search={search} timeText={timeText} />
      )}
      {asked && "value" in asked && asked.value.partial && <Notice icon="info">{text("store.partial")}</Notice>}
    </div>
  );
}

interface RecordsProps {
  readonly records: readonly StoredRecord[];
  readonly search: string;
  readonly timeText: (at: number) => string;
  readonly onOpen: (topic: string) => void;
}

function Records({ records, search, timeText, onOpen }: RecordsProps) {
  const text = useText();
  if (records.length === 0) {
    return (
      <Empty icon="table" text={text(search === "" ? "store.none" : "store.notFound")} title={text("store.title")} />
    );
  }
  return (
    <Card>
      {records.map(({ topic, version, at, bytes }) => (
        <button className={style.record} data-testid="record" key={topic} onClick={() => onOpen(topic)} type="button">
          <code>{topic}</code>
          <span className={style.muted}>
            {timeText(at)} · {text("store.version", { version })} · {text("store.bytes", { bytes })}
          </span>
        </button>
      ))}
    </Card>
  );
}
