import { useState } from "react";
import { type DurationUnit, fromDurationParts, toDurationParts } from "../../lib/duration.ts";
import { signedKeyboard, toEnteredNumber } from "../../lib/entered-number.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import style from "./rules.module.css";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly unit?: string;
  /** May be below zero. */
  readonly signed?: boolean;
  readonly onChange: (value: number) => void;
}

/** What is being typed stands as it is; the rule follows whenever it is a number. */
export function NumberField({ label, value, unit = "", signed = false, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(value);
  const isNumber = Number.isFinite(toEnteredNumber(shown));
  return (
    <label className={style.field}>
      {label}
      <span className={style.withUnit}>
        <input
          aria-invalid={!isNumber}
          inputMode={signed ? signedKeyboard : "decimal"}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            setTyped(event.target.value);
            const number = toEnteredNumber(event.target.value);
            if (Number.isFinite(number)) onChange(number);
          }}
          value={shown}
        />
        {unit !== "" && <span>{unit}</span>}
      </span>
    </label>
  );
}

interface SelectFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly testId?: string;
}

export function SelectField<T extends string>({ label, value, options, onChange, testId }: SelectFieldProps<T>) {
  return (
    <label className={style.field}>
      {label}
      <select
        data-testid={testId}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        value={value}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

const durationUnits = ["second", "minute", "hour", "day"] as const satisfies readonly DurationUnit[];
const unitTexts = {
  second: "duration.second",
  minute: "duration.minute",
  hour: "duration.hour",
  day: "duration.day",
} as const satisfies Record<DurationUnit, MessageId>;

interface DurationFieldProps {
  readonly label: string;
  readonly valueMs: number;
  readonly onChange: (ms: number) => void;
}

export function DurationField({ label, valueMs, onChange }: DurationFieldProps) {
  const text = useText();
  const parts = toDurationParts(valueMs);
  // Nothing is nothing in every unit: the one chosen last stays.
  const [unit, setUnit] = useState<DurationUnit>(valueMs === 0 ? "minute" : parts.unit);
  const shownUnit = valueMs === 0 || valueMs % fromDurationParts(1, unit) === 0 ? unit : parts.unit;
  const count = valueMs / fromDurationParts(1, shownUnit);
  return (
    <div className={style.pair}>
      <NumberField
        label={label}
        onChange={(value) => onChange(fromDurationParts(Math.max(0, value), shownUnit))}
        value={count}
      />
      <SelectField
        label={text("duration.unit")}
        onChange={(next) => {
          setUnit(next);
          onChange(fromDurationParts(count, next));
        }}
        options={durationUnits.map((each) => ({ value: each, label: text(unitTexts[each]) }))}
        value={shownUnit}
      />
    </div>
  );
}

interface CheckFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function CheckField({ label, checked, onChange }: CheckFieldProps) {
  return (
    <label className={style.check}>
      <input checked={checked} onChange={(event) => onChange(event.target.checked)} type="checkbox" />
      {label}
    </label>
  );
}
