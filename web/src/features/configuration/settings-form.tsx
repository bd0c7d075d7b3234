import { type ReactNode, useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import type { SettingsOf } from "../../data/configuration.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, type MessageId, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Fault } from "../../ui/fault.tsx";
import { Badge, Button, Card, Empty, Skeleton } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { toSettingLabel } from "./labels.ts";
import { type Section, toSections } from "./rows.ts";
import { SettingRow } from "./setting-row.tsx";
import { type SettingsState, useSettings } from "./use-settings.ts";

/** Below this many all sections stand open. */
const FEW = 12;

interface SettingsFormProps {
  readonly of: SettingsOf;
  readonly timeZone: string;
  /** Of a device whose firmware its network can update. */
  readonly firmware?: ReactNode;
}

/** Every setting of a node or a network; sections are closed where there are many, search opens what it finds. */
export function SettingsForm({ of, timeZone, firmware }: SettingsFormProps) {
  const text = useText();
  const state = useSettings(of);
  const [search, setSearch] = useState("");
  const { described, rows } = state;
  if (described === null) return <Skeleton height={320} />;
  if ("error" in described) {
    return (
      <Card className={style.card}>
        <Fault {...toCallText(described.error, text)} label={text("callFault.code")} />
        <Button look="soft" onClick={state.again}>
          {text("config.again")}
        </Button>
      </Card>
    );
  }
  if (rows.length === 0) return <Empty icon="settings" text={text("config.none.text")} title={text("config.none")} />;
  const sections = toSections(rows, search, (setting) => toSettingLabel(setting, text));
  return (
    <>
      {rows.length > FEW && (
        <input
          aria-label={text("config.search")}
          className={style.search}
          onChange={({ target }) => setSearch(target.value)}
          placeholder={text("config.search")}
          type="search"
          value={search}
        />
      )}
      {sections.length === 0 && <p className={style.muted}>{text("config.notFound")}</p>}
      {sections.map((section) => (
        <SectionCard
          isOpen={search !== "" || rows.length <= FEW}
          key={`${section.id} ${search !== ""}`}
          section={section}
          state={state}
          timeZone={timeZone}
        />
      ))}
      {described.value.hasFirmware && firmware}
      <SaveBar state={state} />
    </>
  );
}

interface SectionCardProps {
  readonly section: Section;
  readonly state: SettingsState;
  readonly isOpen: boolean;
  readonly timeZone: string;
}

function SectionCard({ section, state, isOpen, timeZone }: SectionCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { id, rows, changed, failed, pending } = section;
  const [isShown, setShown] = useState(isOpen || changed > 0 || failed > 0);
  const timeText = (at: number) => toMomentText(at, locale, timeZone);
  return (
    <details
      className={style.section}
      data-testid={`section-${id}`}
      onToggle={({ currentTarget }) => setShown(currentTarget.open)}
      open={isShown}
    >
      <summary>
        <h2>{text(`config.section.${id}` as MessageId)}</h2>
        {failed > 0 && <Badge tone="warn">{text("config.failedCount", { count: failed })}</Badge>}
        {pending > 0 && <Badge>{text("config.pendingCount", { count: pending })}</Badge>}
        <span className={style.count}>{rows.length}</span>
      </summary>
      {isShown && id === "actions" && <p className={style.muted}>{text("config.actionsHint")}</p>}
      {isShown &&
        rows.map((row) => (
          <SettingRow
            isBusy={state.isBusy}
            key={row.setting.key}
            onChange={(value) => state.change(row, value)}
            onRead={() => void state.read(row)}
            onReset={() => void state.reset(row)}
            onUndo={() => state.undo(row)}
            row={row}
            theirs={state.conflicts.get(row.setting.key) ?? row.theirs}
            timeText={timeText}
          />
        ))}
    </details>
  );
}

/** Stays at hand while something is changed. */
function SaveBar({ state }: { state: SettingsState }) {
  const text = useText();
  const { changed, error, isBusy, isFaulty, conflicts } = state;
  if (changed === 0 && error === null) return null;
  return (
    <div className={style.saveBar}>
      {error !== null && <Fault {...toCallText(error, text)} label={text("callFault.code")} />}
      {changed > 0 && (
        <div className={style.buttons}>
          <Button data-testid="save-settings" disabled={isBusy || isFaulty} onClick={() => void state.save()}>
            {text(conflicts.size > 0 ? "config.saveAnyway" : "config.save", { count: changed })}
          </Button>
          <Button disabled={isBusy} look="plain" onClick={() => state.undo(null)}>
            {text("config.undoAll")}
          </Button>
        </div>
      )}
    </div>
  );
}
