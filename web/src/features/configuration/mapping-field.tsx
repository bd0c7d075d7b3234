import { useId, useState } from "react";
import { toEnteredNumber } from "../../lib/entered-number.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import style from "./configuration.module.css";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly list?: string;
  readonly fault?: MessageId | undefined;
  readonly onChange: (value: string) => void;
}

export function Field({ label, value, list, fault, onChange }: FieldProps) {
  const text = useText();
  const id = useId();
  return (
    <label className={style.label}>
      {label}
      <input
        aria-describedby={fault === undefined ? undefined : id}
        aria-invalid={fault !== undefined}
        autoCapitalize="off"
        autoComplete="off"
        className={style.input}
        list={list}
        onChange={({ target }) => onChange(target.value)}
        spellCheck={false}
        value={value}
      />
      {fault !== undefined && (
        <small className={style.faulty} id={id}>
          {text(fault)}
        </small>
      )}
    </label>
  );
}

type NumberFieldProps = Omit<FieldProps, "value" | "list" | "onChange"> & {
  readonly value: number;
  readonly onChange: (value: number) => void;
};

/** Keeps what is typed (`0,`) until it is a number. */
export function NumberField({ value, onChange, ...rest }: NumberFieldProps) {
  const [entered, setEntered] = useState(String(value));
  return (
    <Field
      {...rest}
      onChange={(text) => {
        setEntered(text);
        const number = toEnteredNumber(text);
        if (Number.isFinite(number)) onChange(number);
      }}
      value={toEnteredNumber(entered) === value || Number.isNaN(toEnteredNumber(entered)) ? entered : String(value)}
    />
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly toText: (option: T) => string;
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, toText, onChange }: ChoiceProps<T>) {
  return (
    <label className={style.label}>
      {label}
      <select
        className={style.input}
        onChange={({ target }) => onChange(options.find((each) => each === target.value) ?? value)}
        value={value}
      >
        {options.map((each) => (
          <option key={each} value={each}>
            {toText(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
