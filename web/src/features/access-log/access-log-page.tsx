import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { useState } from "react";
import { useSearch } from "wouter";
import { readLogPage } from "../../data/access-log.ts";
import { type ManagedHome, useManagedHomes, useNodesOf } from "../../data/grants.ts";
import { useHomes } from "../../data/home-data.ts";
import { useUid } from "../../data/session.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./access-log-page.module.css";
import { type LogWords, toCsv, toCsvRow, toDeed, toWho } from "./entry-words.ts";
import { useAccessLog } from "./use-access-log.ts";

/** Who read or did what in a home, newest first. `?home=` names it. */
export function AccessLogPage() {
  const text = useText();
  const homes = useManagedHomes();
  const { networkId } = useHomes();
  const wanted = new URLSearchParams(useSearch()).get("home") ?? networkId;
  const home = homes?.find((each) => each.networkId === wanted) ?? homes?.[0];
  useTitle(text("log.title"));
  return (
    <div className={style.page}>
      <div>
        <PageHeader back="/sharing" backLabel={text("sharing.title")} title={text("log.title")} />
        <p className={style.hint}>{text("log.text")}</p>
      </div>
      {homes === null && <Skeleton height={240} />}
      {homes?.length === 0 && (
        <Empty icon="home" text={text("sharing.noHome.text")} title={text("sharing.noHome.title")} />
      )}
      {home && <Log home={home} key={home.networkId} />}
    </div>
  );
}

function Log({ home }: { home: ManagedHome }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const uid = useUid();
  const nodes = useNodesOf(home.networkId);
  const [nodeId, setNodeId] = useState<string | null>(null);
  const [who, setWho] = useState<string | null>(null);
  const log = useAccessLog(home.networkId, { nodeId, who });
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(new Map());
  const words: LogWords = { text, locale, timeZone: home.timeZone, uid, nodes };
  const known = new Map([...people, ...log.entries.map(([, entry]) => [entry.who, toWho(entry, words)] as const)]);
  if (known.size > people.size) setPeople(known);
  return (
    <>
      <div className={style.filters}>
        <label>
          {text("log.node")}
          <select onChange={(event) => setNodeId(event.target.value || null)} value={nodeId ?? ""}>
            <option value="">{text("log.allNodes")}</option>
            {nodes.map(([id, { name }]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text("log.who")}
          <select onChange={(event) => setWho(event.target.value || null)} value={who ?? ""}>
            <option value="">{text("log.anyone")}</option>
            {[...known].map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <CsvButton filter={{ nodeId, who }} home={home} words={words} />
      </div>
      {log.unreadable > 0 && <Notice icon="info">{text("log.unreadable", { count: log.unreadable })}</Notice>}
      {log.entries.length > 0 && (
        <Card className={style.card}>
          <ol>
            {log.entries.map(([id, entry]) => (
              <Entry entry={entry} key={id} words={words} />
            ))}
          </ol>
        </Card>
      )}
      {log.phase === "loading" && <Skeleton height={160} />}
      {log.phase === "failed" && (
        <p className={style.fault} role="alert">
          {text("log.failed")}
        </p>
      )}
      {log.phase === "ready" && log.entries.length === 0 && <Empty icon="eye" text="" title={text("log.empty")} />}
      {log.phase !== "loading" && log.before !== null && (
        <Button className={style.older} look="soft" onClick={() => void log.more()}>
          {text("log.more")}
        </Button>
      )}
    </>
  );
}

function Entry({ entry, words }: { entry: AccessLogEntry; words: LogWords }) {
  return (
    <li className={style.entry} data-act={entry.act} data-testid="log-entry">
      <time dateTime={new Date(entry.at).toISOString()}>{toMomentText(entry.at, words.locale, words.timeZone)}</time>
      <p>
        <strong>{toWho(entry, words)}</strong> {toDeed(entry, words)}
      </p>
    </li>
  );
}

interface CsvButtonProps {
  readonly home: ManagedHome;
  readonly filter: { readonly nodeId: string | null; readonly who: string | null };
  readonly words: LogWords;
}

/** Everything the filter lets through, also what is not on show yet. */
function CsvButton({ home, filter, words }: CsvButtonProps) {
  const { text } = words;
  const [state, setState] = useState<"rest" | "busy" | "failed">("rest");
  const save = async () => {
    setState("busy");
    try {
      const heads = ["log.time", "log.who", "log.act", "log.devices", "log.about", "log.words"] as const;
      const rows = [heads.map((head) => text(head))];
      let before: number | null = null;
      do {
        const page = await readLogPage(home.networkId, filter, before);
        rows.push(...page.entries.map(([, entry]) => toCsvRow(entry, words)));
        before = page.before;
      } while (before !== null);
      saveFile(`lastmeter-access-log-${new Date().toISOString().slice(0, 10)}.csv`, toCsv(rows));
      setState("rest");
    } catch {
      setState("failed");
    }
  };
  return (
    <div className={style.csv}>
      <Button aria-busy={state === "busy"} disabled={state === "busy"} look="soft" onClick={() => void save()}>
        <Icon name="arrowIn" size={20} />
        {text("log.csv")}
      </Button>
      {state === "failed" && (
        <p className={style.fault} role="alert">
          {text("log.csvFailed")}
        </p>
      )}
    </div>
  );
}

function saveFile(name: string, content: string): void {
  // With a byte-order mark spreadsheets read it as UTF-8.
  const url = URL.createObjectURL(new Blob(["\ufeff", content], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
