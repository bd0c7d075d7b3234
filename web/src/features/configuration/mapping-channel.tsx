import type { MappedChannel } from "@lastmeter/model/mqtt-mapping";
import { type Quantity, quantities } from "@lastmeter/model/units";
import { useId } from "react";
import { type MessageId, useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { parseWord, withNature } from "./mapping.ts";
import { toPointers, toPreview } from "./preview.ts";

interface MappingChannelProps {
  readonly channel: MappedChannel;
  /** Newest message of the topic; null: none was heard. */
  readonly payload: string | null;
  /** What was expected, by field. */
  readonly faults: ReadonlyMap<string, string>;
  readonly onChange: (channel: MappedChannel) => void;
  readonly onRemove: () => void;
}

const kinds = ["measurement", "state", "control", "setting"] as const;
const types = ["numeric", "binary", "enum", "text"] as const;

export function MappingChannel({ channel, payload, faults, onChange, onRemove }: MappingChannelProps) {
  const text = useText();
  const id = useId();
  const { kind, type, command } = channel;
  const change = (part: Partial<MappedChannel>) => onChange({ ...channel, ...part });
  const field = (name: keyof MappedChannel & string, label: MessageId, list?: string) => (
    <Field
      fault={faults.get(name)}
      label={text(label)}
      {...(list ? { list } : {})}
      onChange={(value) => change({ [name]: value })}
      value={String(channel[name] ?? "")}
    />
  );
  const word = (name: "on" | "off", label: MessageId) => (
    <Field
      fault={faults.get(name)}
      label={text(label)}
      onChange={(value) => change({ [name]: parseWord(value) })}
      value={String(channel[name] ?? "")}
    />
  );
  const preview = payload === null ? null : toPreview(channel, payload);
  return (
    <div className={style.row} data-testid="mapped-channel">
      <div className={style.pair}>
        {field("label", "mapping.label")}
        {field("key", "mapping.key")}
        {field("topic", "mapping.topic")}
        {field("pointer", "mapping.pointer", payload === null ? undefined : id)}
      </div>
      {payload !== null && (
        <datalist id={id}>
          {toPointers(payload).map((pointer) => (
            <option key={pointer} value={pointer} />
          ))}
        </datalist>
      )}
      <div className={style.pair}>
        <Choice
          label={text("mapping.kind")}
          onChange={(value) => onChange(withNature(channel, value, type))}
          options={kinds}
          toText={(each) => text(`mapping.kind.${each}` as MessageId)}
          value={kind}
        />
        {kind !== "measurement" && (
          <Choice
            label={text("mapping.type")}
            onChange={(value) => onChange(withNature(channel, kind, value))}
            options={types}
            toText={(each) => text(`mapping.type.${each}` as MessageId)}
            value={type}
          />
        )}
        {type === "numeric" && (
          <Choice
            label={text("mapping.quantity")}
            onChange={(quantity) => change({ quantity })}
            options={Object.keys(quantities) as Quantity[]}
            toText={(each) => `${each} (${quantities[each].unit || "–"})`}
            value={channel.quantity ?? "generic"}
          />
        )}
        {type === "numeric" && (
          <Field
            label={text("mapping.factor")}
            onChange={(value) => change({ factor: Number(value.replace(",", ".")) || 1 })}
            value={String(channel.factor ?? 1)}
          />
        )}
        {type === "binary" && word("on", "mapping.on")}
        {type === "binary" && word("off", "mapping.off")}
        {type === "enum" && (
          <Field
            fault={faults.get("values")}
            label={text("mapping.values")}
            onChange={(value) => change({ values: value.split(",").map((each) => parseWord(each.trim())) })}
            value={(channel.values ?? []).join(", ")}
          />
        )}
      </div>
      {kind === "measurement" && (channel.quantity === "energy" || channel.quantity === "volume") && (
        <label className={style.item}>
          <input
            checked={channel.register ?? false}
            onChange={({ target }) => change({ register: target.checked, direction: channel.direction ?? "import" })}
            type="checkbox"
          />
          {text("mapping.register")}
        </label>
      )}
      {command && (
        <div className={style.pair}>
          <Field
            fault={faults.get("command.topic")}
            label={text("mapping.commandTopic")}
            onChange={(topic) => change({ command: { ...command, topic } })}
            value={command.topic}
          />
          <Field
            fault={faults.get("command.template")}
            label={text("mapping.template")}
            onChange={(template) => change({ command: { ...command, template } })}
            value={command.template}
          />
        </div>
      )}
      <p className={style.preview} data-testid="preview" role="status">
        {preview === null && text("mapping.unheard")}
        {preview?.kind === "nothing" && text("mapping.nothing")}
        {preview?.kind === "fault" && text("mapping.fault", { reason: preview.reason })}
        {preview?.kind === "value" && text("mapping.preview", { value: preview.text })}
      </p>
      <div className={style.acts}>
        <Button look="plain" onClick={onRemove}>
          {text("mapping.removeChannel", { label: channel.label })}
        </Button>
      </div>
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly list?: string;
  readonly fault?: string | undefined;
  readonly onChange: (value: string) => void;
}

export function Field({ label, value, list, fault, onChange }: FieldProps) {
  return (
    <label className={style.label}>
      {label}
      <input
        aria-invalid={fault !== undefined}
        autoCapitalize="off"
        autoComplete="off"
        className={style.input}
        list={list}
        onChange={({ target }) => onChange(target.value)}
        spellCheck={false}
        value={value}
      />
      {fault !== undefined && <small className={style.faulty}>{fault}</small>}
    </label>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly toText: (option: T) => string;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, toText, onChange }: ChoiceProps<T>) {
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
