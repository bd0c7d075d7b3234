import type { DesiredSetting } from "@lastmeter/model/configuration";
import type { SettingValue } from "@lastmeter/model/setting";
import { useId } from "react";
import { useText } from "../../lib/text.ts";
import { Badge, Button } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { FieldInput } from "./field-input.tsx";
import { toSettingLabel } from "./labels.ts";
import type { Row } from "./rows.ts";
import { toDefaultWords, toRangeWords, toReason, toValueWords } from "./words.ts";

interface SettingRowProps {
  readonly row: Row;
  /** What somebody else has set meanwhile. */
  readonly theirs: SettingValue | undefined;
  readonly isBusy: boolean;
  readonly timeText: (at: number) => string;
  readonly onChange: (value: SettingValue | undefined) => void;
  readonly onUndo: () => void;
  readonly onReset: () => void;
  readonly onRead: () => void;
}

export function SettingRow({ row, theirs, isBusy, timeText, onChange, onUndo, onReset, onRead }: SettingRowProps) {
  const text = useText();
  const id = useId();
  const { setting, desired, differs, isChanged, isFaulty, draft, shown } = row;
  const label = toSettingLabel(setting, text);
  const range = toRangeWords(setting.field, text);
  const byDefault = toDefaultWords(setting, text);
  return (
    <div className={style.row} data-key={setting.key} data-testid="setting">
      <div className={style.rowHead}>
        <h3>{label}</h3>
        {desired?.state === "pending" && <Badge>{text("config.pending")}</Badge>}
        {desired?.state === "failed" && <Badge tone="warn">{text("config.failed")}</Badge>}
        {desired?.state === "confirmed" && <Confirmed desired={desired} differs={differs} />}
      </div>
      <FieldInput
        describedBy={`${id}-help`}
        faulty={isFaulty}
        field={setting.field}
        label={label}
        onChange={onChange}
        value={isChanged ? draft : shown}
      />
      <div className={style.help} id={`${id}-help`}>
        {setting.help && <p>{setting.help}</p>}
        {range && <p className={isFaulty ? style.faulty : undefined}>{range}</p>}
        {byDefault !== null && <p>{text("config.default", { value: byDefault })}</p>}
        {isFaulty && !range && <p className={style.faulty}>{text("config.invalid")}</p>}
      </div>
      <Told row={row} timeText={timeText} />
      {desired?.state === "confirmed" && desired.reason === "unreported" && (
        <p className={style.told}>{text("config.unreported")}</p>
      )}
      {desired?.state === "failed" && (
        <p className={style.failed} role="status">
          {toReason(desired, text)}
          {desired.detail && <q>{desired.detail}</q>}
          {desired.retryAt !== null && <small>{text("config.retry", { time: timeText(desired.retryAt) })}</small>}
        </p>
      )}
      {theirs !== undefined && (
        <p className={style.conflict} role="alert">
          {text("config.conflict", { value: toValueWords(theirs, setting.field, text) })}
        </p>
      )}
      <div className={style.acts}>
        {isChanged && (
          <Button look="plain" onClick={onUndo}>
            {text("config.undo")}
          </Button>
        )}
        {!isChanged && desired?.kept && (
          <Button disabled={isBusy} look="plain" onClick={onReset}>
            {text("config.reset")}
          </Button>
        )}
        {!isChanged && setting.gettable && (
          <Button disabled={isBusy} look="plain" onClick={onRead}>
            {text("config.read")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Confirmed({ desired, differs }: { readonly desired: DesiredSetting; readonly differs: boolean }) {
  const text = useText();
  if (desired.reason === "unreported") return <Badge>{text("config.sent")}</Badge>;
  return desired.kept && !differs ? <Badge>{text("config.confirmed")}</Badge> : null;
}

/** What the device itself says, whatever is wanted of it. */
function Told({ row: { setting, reported, desired }, timeText }: Pick<SettingRowProps, "row" | "timeText">) {
  const text = useText();
  // What has a default lies in the network's own configuration, not in the device.
  const isOption = setting.default !== undefined;
  if (reported !== null) {
    return (
      <p className={style.told}>
        {text(isOption ? "config.reportedByNetwork" : "config.reported", {
          value: toValueWords(reported.value, setting.field, text),
        })}{" "}
        <small>{timeText(reported.at)}</small>
      </p>
    );
  }
  if (desired !== null) return null;
  const hint = isOption ? "config.byDefault" : setting.kept ? "config.unknownYet" : null;
  return hint && <p className={style.muted}>{text(hint)}</p>;
}
