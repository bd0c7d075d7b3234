import type { StoredRecord } from "@lastmeter/model/configuration";
import type { NetworkId } from "@lastmeter/model/ids";
import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { configuration, readRecord, useAsked } from "../../data/configuration.ts";
import { useText } from "../../lib/text.ts";
import { Fault } from "../../ui/fault.tsx";
import { Card, Skeleton } from "../../ui/parts.tsx";
import { Scrolled } from "../../ui/scrolled.tsx";
import style from "./configuration.module.css";
import { toDiff, toExcerpt, toReadable } from "./diff.ts";

interface RecordViewProps {
  readonly networkId: NetworkId;
  readonly topic: string;
  readonly timeText: (at: number) => string;
}

/** One topic's versions: any of them as it came, or what changed against another. */
export function RecordView({ networkId, topic, timeText }: RecordViewProps) {
  const text = useText();
  const { asked } = useAsked(topic, () => configuration.records(networkId, topic, ""));
  const [shown, setShown] = useState<number | null>(null);
  const [against, setAgainst] = useState<number | null>(null);
  if (asked === null) return <Skeleton height={280} />;
  if ("error" in asked) return <Fault {...toCallText(asked.error, text)} label={text("callFault.code")} />;
  const { records } = asked.value;
  const newest = records[0];
  if (newest === undefined) return <p className={style.muted}>{text("store.none")}</p>;
  const of = (version: number | null) => records.find((record) => record.version === version);
  const record = of(shown) ?? newest;
  const other = of(against);
  const options = records.map(({ version, at }) => (
    <option key={version} value={version}>
      {text("store.version", { version })} · {timeText(at)}
    </option>
  ));
  return (
    <Card className={style.card}>
      <div className={style.pair}>
        <label className={style.label}>
          {text("store.shown")}
          <select
            className={style.input}
            onChange={({ target }) => setShown(Number(target.value))}
            value={record.version}
          >
            {options}
          </select>
        </label>
        <label className={style.label}>
          {text("store.against")}
          <select
            className={style.input}
            data-testid="against"
            onChange={({ target }) => setAgainst(target.value === "" ? null : Number(target.value))}
            value={against ?? ""}
          >
            <option value="">{text("store.nothing")}</option>
            {options}
          </select>
        </label>
      </div>
      <Payload before={other ?? null} networkId={networkId} record={record} />
      <p className={style.muted}>
        SHA-256 <code>{record.hash}</code>
      </p>
    </Card>
  );
}

interface PayloadProps {
  readonly networkId: NetworkId;
  readonly record: StoredRecord;
  readonly before: StoredRecord | null;
}

function Payload({ networkId, record, before }: PayloadProps) {
  const text = useText();
  const { asked } = useAsked(`${record.id} ${before?.id ?? ""}`, async () => {
    const [bytes, old] = await Promise.all([
      readRecord(networkId, record),
      before === null ? null : readRecord(networkId, before),
    ]);
    return { bytes, old };
  });
  if (asked === null) return <Skeleton height={240} />;
  if ("error" in asked) return <Fault {...toCallText(asked.error, text)} label={text("callFault.code")} />;
  const { bytes, old } = asked.value;
  if (bytes === null) return <p className={style.muted}>{text("store.gone")}</p>;
  const decoder = new TextDecoder();
  if (old === null) {
    return (
      <Scrolled className={style.payload} label={record.topic} testId="payload">
        {toReadable(decoder.decode(bytes))}
      </Scrolled>
    );
  }
  const lines = toExcerpt(toDiff(toReadable(decoder.decode(old)), toReadable(decoder.decode(bytes))));
  if (lines.every((line) => line === null)) return <p className={style.muted}>{text("store.same")}</p>;
  const marks = { same: " ", added: "+", gone: "−" } as const;
  return (
    <Scrolled className={style.payload} label={record.topic} testId="diff">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
        <div className={line === null || line.kind === "same" ? undefined : style[line.kind]} key={index}>
          {line === null ? "…" : `${marks[line.kind]} ${line.text}`}
        </div>
      ))}
    </Scrolled>
  );
}
