import type { MappedChannel } from "@lastmeter/model/mqtt-mapping";
import { type Quantity, quantities } from "@lastmeter/model/units";
import { useId } from "react";
import { type MessageId, type Text, useText } from "../../lib/text.ts";
import { Badge, Button } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { type Faults, parseWord, withNature } from "./mapping.ts";
import { Choice, Field, NumberField } from "./mapping-field.tsx";
import { type Preview, toPointers, toPreview } from "./preview.ts";

interface MappingChannelProps {
  readonly channel: MappedChannel;
  /** Newest message of the topic; null: none was heard. */
  readonly payload: string | null;
  /** When it was heard. */
  readonly heardText: string | null;
  /** What was expected, by field. */
  readonly faults: Faults;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly onChange: (channel: MappedChannel) => void;
  readonly onRemove: () => void;
}

const kinds = ["measurement", "state", "control", "setting"] as const;
const directions = ["import", "export"] as const;
const types = ["numeric", "binary", "enum", "text"] as const;

/** One value of a device: closed, its name and what it is now; open, every field. */
export function MappingChannel(props: MappingChannelProps) {
  const text = useText();
  const { channel, payload, faults, isOpen, onToggle } = props;
  const preview = payload === null ? null : toPreview(channel, payload);
  return (
    <details
      className={style.channel}
      data-testid="mapped-channel"
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
      open={isOpen}
    >
      <summary>
        <h3>{channel.label || channel.key}</h3>
        {faults.size > 0 && <Badge tone="warn">{text("mapping.faults", { count: faults.size })}</Badge>}
        <span className={style.now}>{toNow(preview, text) ?? text("mapping.unheardShort")}</span>
      </summary>
      {isOpen && <Fields {...props} preview={preview} />}
    </details>
  );
}

type FieldsProps = MappingChannelProps & { readonly preview: Preview | null };

function Fields({ channel, payload, heardText, preview, faults, onChange, onRemove }: FieldsProps) {
  const text = useText();
  const id = useId();
  const now = toNow(preview, text);
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
  return (
    <div className={style.fields}>
      <div className={style.pair}>
        {field("label", "mapping.label")}
        {field("topic", "mapping.topic")}
        {field("pointer", "mapping.pointer", payload === null ? undefined : id)}
        {field("key", "mapping.key")}
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
          <NumberField
            fault={faults.get("factor")}
            label={text("mapping.factor")}
            onChange={(factor) => change({ factor })}
            value={channel.factor ?? 1}
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
      {kind === "measurement" && channel.register && (
        <Choice
          label={text("mapping.direction")}
          onChange={(direction) => change({ direction })}
          options={directions}
          toText={(each) => text(`mapping.direction.${each}` as MessageId)}
          value={channel.direction ?? "import"}
        />
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
        {now !== null && text("mapping.preview", { value: now, time: heardText ?? "" })}
      </p>
      <div className={style.acts}>
        <Button look="plain" onClick={onRemove}>
          {text("mapping.removeChannel", { label: channel.label })}
        </Button>
      </div>
    </div>
  );
}

/** The value as it is now; null: there is none. */
function toNow(preview: Preview | null, text: Text): string | null {
  if (preview?.kind === "yesNo") return text(preview.is ? "config.yes" : "config.no");
  return preview?.kind === "value" ? preview.text : null;
}
