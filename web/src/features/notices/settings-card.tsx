import { severities } from "@lastmeter/model/alarm";
import { defaultNoticeSettings, type NoticeSettings } from "@lastmeter/model/notice-settings";
import { type ReactNode, useState } from "react";
import { notices } from "../../data/notice-calls.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Card } from "../../ui/parts.tsx";
import style from "./notices.module.css";

const night = { from: "22:00", to: "07:00" };

/** What is pushed, and when not. Each choice is kept as it is made. @param saved null: nothing was chosen yet */
export function SettingsCard({ saved }: { saved: NoticeSettings | null }) {
  const text = useText();
  const act = useAct();
  const [settings, setSettings] = useState(saved ?? defaultNoticeSettings);
  const change = async (changed: Partial<NoticeSettings>) => {
    const before = settings;
    const next = { ...settings, ...changed };
    setSettings(next);
    if (!(await act.run(() => notices.saveSettings(next)))) setSettings(before);
  };
  const { push, over, quiet, wakeForCritical } = settings;
  return (
    <Card className={style.card}>
      <h2>{text("notify.what")}</h2>
      {severities.toReversed().map((severity) => (
        <Option
          checked={push[severity]}
          disabled={act.busy}
          hint={text(`notify.hint.${severity}`)}
          key={severity}
          label={text(`severity.${severity}`)}
          onChange={(checked) => void change({ push: { ...push, [severity]: checked } })}
        />
      ))}
      <Option
        checked={over}
        disabled={act.busy}
        label={text("notify.over")}
        onChange={(checked) => void change({ over: checked })}
      />
      <h2>{text("notify.quiet")}</h2>
      <Option
        checked={quiet !== null}
        disabled={act.busy}
        hint={text("notify.quiet.hint")}
        label={text("notify.quiet.on")}
        onChange={(checked) => void change({ quiet: checked ? night : null })}
      />
      {quiet !== null && (
        <>
          <div className={style.times}>
            {(["from", "to"] as const).map((bound) => (
              <label key={bound}>
                {text(`notify.quiet.${bound}`)}
                <input
                  onChange={({ target }) => target.value && void change({ quiet: { ...quiet, [bound]: target.value } })}
                  type="time"
                  value={quiet[bound]}
                />
              </label>
            ))}
          </div>
          <Option
            checked={wakeForCritical}
            disabled={act.busy}
            label={text("notify.wake")}
            onChange={(checked) => void change({ wakeForCritical: checked })}
          />
        </>
      )}
      <Outcome act={act} />
    </Card>
  );
}

interface OptionProps {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Option({ label, hint, checked, disabled, onChange }: OptionProps) {
  return (
    <label className={style.option}>
      <span>
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
      <input
        checked={checked}
        disabled={disabled}
        onChange={({ target }) => onChange(target.checked)}
        type="checkbox"
      />
    </label>
  );
}
