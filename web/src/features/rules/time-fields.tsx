import type { DayPoint } from "@lastmeter/model/condition";
import { toWeekdayText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { NumberField, SelectField } from "./fields.tsx";
import style from "./rules.module.css";

interface PointFieldsProps {
  readonly label: string;
  readonly value: DayPoint;
  readonly onChange: (point: DayPoint) => void;
}

/** A time by the home's clock, or by its sun. */
export function PointFields({ label, value, onChange }: PointFieldsProps) {
  const text = useText();
  const kind = value.by === "clock" ? "clock" : value.event;
  return (
    <div className={style.pair}>
      <SelectField
        label={label}
        onChange={(next) =>
          onChange(
            next === "clock"
              ? { by: "clock", time: "07:00" }
              : { by: "sun", event: next, offsetMin: value.by === "sun" ? value.offsetMin : 0 },
          )
        }
        options={(["clock", "sunrise", "sunset"] as const).map((each) => ({
          value: each,
          label: text(`rule.at.${each}`),
        }))}
        value={kind}
      />
      {value.by === "clock" ? (
        <TimeField label={text("rule.time")} onChange={(time) => onChange({ by: "clock", time })} value={value.time} />
      ) : (
        <NumberField
          label={text("rule.offset")}
          onChange={(offset) => onChange({ ...value, offsetMin: Math.max(-720, Math.min(720, Math.round(offset))) })}
          signed
          unit={text("duration.minute")}
          value={value.offsetMin}
        />
      )}
    </div>
  );
}

export function TimeField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (time: string) => void;
}) {
  return (
    <label className={style.field}>
      {label}
      <input
        onChange={(event) => event.target.value !== "" && onChange(event.target.value.slice(0, 5))}
        type="time"
        value={value}
      />
    </label>
  );
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];

export function WeekdayFields({
  value,
  onChange,
}: {
  readonly value: readonly number[];
  readonly onChange: (days: number[]) => void;
}) {
  const text = useText();
  const locale = useWatched(localeValue);
  const toggle = (day: number) => {
    const next = value.includes(day) ? value.filter((each) => each !== day) : [...value, day].sort();
    if (next.length > 0) onChange(next);
  };
  return (
    <fieldset className={style.days}>
      <legend>{text("rule.weekdays")}</legend>
      {weekdays.map((day) => (
        <label key={day}>
          <input
            aria-label={toWeekdayText(day, locale, "long")}
            checked={value.includes(day)}
            onChange={() => toggle(day)}
            type="checkbox"
          />
          <span aria-hidden="true">{toWeekdayText(day, locale, "short")}</span>
        </label>
      ))}
    </fieldset>
  );
}
