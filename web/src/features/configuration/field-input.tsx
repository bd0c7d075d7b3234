import { type SettingField, type SettingValue, toValueSchema } from "@lastmeter/model/setting";
import { useId, useState } from "react";
import { signedKeyboard, toEnteredNumber } from "../../lib/entered-number.ts";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { toChoiceLabel } from "./labels.ts";
import { toPartLabel, toRangeWords } from "./words.ts";

interface FieldInputProps {
  readonly field: SettingField;
  readonly value: SettingValue | undefined;
  readonly label: string;
  readonly describedBy?: string;
  readonly faulty?: boolean;
  readonly onChange: (value: SettingValue | undefined) => void;
}

/** A value of any shape, drawn from its description. */
export function FieldInput(props: FieldInputProps) {
  const { field } = props;
  switch (field.type) {
    case "number":
      return <NumberInput {...props} field={field} />;
    case "boolean":
      return <Select {...props} choices={[field.on, field.off]} isYesNo />;
    case "choice":
      return <Select {...props} choices={field.choices} />;
    case "text":
      return <TextInput {...props} field={field} />;
    case "group":
      return <Group {...props} field={field} />;
    case "list":
      return <List {...props} field={field} />;
  }
}

const isValue = (field: SettingField, value: SettingValue) => toValueSchema(field).safeParse(value).success;

type Of<T extends SettingField["type"]> = Omit<FieldInputProps, "field"> & {
  readonly field: Extract<SettingField, { type: T }>;
};

function NumberInput({ field, value, label, describedBy, faulty, onChange }: Of<"number">) {
  const told = typeof value === "number" || typeof value === "string" ? String(value) : "";
  const [entered, setEntered] = useState<string | null>(null);
  const isOwn = entered !== null && (value === undefined || toEnteredNumber(entered) === value);
  return (
    <span className={style.number}>
      <input
        aria-describedby={describedBy}
        aria-invalid={faulty}
        aria-label={label}
        className={style.input}
        inputMode={(field.min ?? -1) < 0 ? signedKeyboard : "decimal"}
        max={field.max}
        min={field.min}
        onChange={({ target }) => {
          setEntered(target.value);
          const number = toEnteredNumber(target.value);
          // What is no number stays as it was typed: it is wrong, and must not look as if nothing had been entered.
          if (!Number.isNaN(number)) onChange(number);
          else onChange(target.value.trim() === "" ? undefined : target.value);
        }}
        value={isOwn ? entered : told}
      />
      {field.unit && <span className={style.unit}>{field.unit}</span>}
    </span>
  );
}

function Select({
  choices,
  isYesNo = false,
  value,
  label,
  describedBy,
  onChange,
}: FieldInputProps & { choices: readonly (string | number | boolean)[]; isYesNo?: boolean }) {
  const text = useText();
  const at = choices.indexOf(typeof value === "object" || value === undefined ? "" : value);
  const toLabel = (choice: string | number | boolean, index: number) =>
    isYesNo ? text(index === 0 ? "config.yes" : "config.no") : toChoiceLabel(choice, text);
  return (
    <select
      aria-describedby={describedBy}
      aria-label={label}
      className={style.input}
      onChange={({ target }) => onChange(choices[Number(target.value)])}
      value={at < 0 ? "" : at}
    >
      {at < 0 && <option value="">{text("config.choose")}</option>}
      {choices.map((choice, index) => (
        <option key={String(choice)} value={index}>
          {toLabel(choice, index)}
        </option>
      ))}
    </select>
  );
}

function TextInput({ field, value, label, describedBy, faulty, onChange }: Of<"text">) {
  const shown = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  return (
    <input
      aria-describedby={describedBy}
      aria-invalid={faulty}
      aria-label={label}
      className={style.input}
      maxLength={field.maxLength}
      onChange={({ target }) => onChange(target.value)}
      type="text"
      value={shown}
    />
  );
}

/** Parts nobody entered stay as the device has them. */
function Group({ field, value, label, onChange }: Of<"group">) {
  const text = useText();
  const id = useId();
  const parts = (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}) as Record<
    string,
    SettingValue
  >;
  return (
    <fieldset className={style.group}>
      <legend className={style.hidden}>{label}</legend>
      {field.parts.map(({ name, label: native, help, field: inner }) => {
        const part = parts[name];
        const faulty = part !== undefined && !isValue(inner, part);
        const range = toRangeWords(inner, text);
        return (
          <div className={style.groupPart} key={name}>
            <span aria-hidden="true" className={style.partLabel}>
              {toPartLabel({ name, label: native }, text)}
            </span>
            <FieldInput
              field={inner}
              label={toPartLabel({ name, label: native }, text)}
              onChange={(changed) => {
                const { [name]: _, ...others } = parts;
                onChange(changed === undefined ? others : { ...others, [name]: changed });
              }}
              faulty={faulty}
              value={part}
              {...(help || range ? { describedBy: `${id}-${name}` } : {})}
            />
            {(help || range) && (
              <small className={style.help} id={`${id}-${name}`}>
                {help}
                {range && <span className={faulty ? style.faulty : undefined}>{range}</span>}
              </small>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

function List({ field, value, label, onChange }: Of<"list">) {
  const text = useText();
  const items: readonly SettingValue[] = Array.isArray(value) ? value : [];
  return (
    <fieldset className={style.group}>
      <legend className={style.hidden}>{label}</legend>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no name but their place
        <div className={style.item} key={index}>
          <FieldInput
            field={field.item}
            faulty={!isValue(field.item, item)}
            label={text("config.item", { label, number: index + 1 })}
            onChange={(changed) => onChange(items.map((each, at) => (at === index ? (changed ?? "") : each)))}
            value={item}
          />
          <Button look="plain" onClick={() => onChange(items.filter((_, at) => at !== index))}>
            {text("config.remove")}
          </Button>
        </div>
      ))}
      {items.length < field.maxItems && (
        <Button look="plain" onClick={() => onChange([...items, field.item.type === "group" ? {} : ""])}>
          {text("config.add")}
        </Button>
      )}
    </fieldset>
  );
}
