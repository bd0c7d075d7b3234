import { severities } from "@lastmeter/model/alarm";
import type { NodeId } from "@lastmeter/model/ids";
import { type RuleAction, ruleLimits } from "@lastmeter/model/rule";
import { quantities } from "@lastmeter/model/units";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import { CheckField, NumberField, SelectField } from "./fields.tsx";
import { toActionText } from "./rule-words.ts";
import style from "./rules.module.css";
import { ChannelFields, findFirst, isCommandable, type OfHome, StateField } from "./subject-fields.tsx";

/** Somebody who may be told beside the owner and the administrators. */
export interface Recipient {
  readonly uid: string;
  readonly label: string;
}

interface ActionFieldsProps {
  readonly of: OfHome;
  readonly recipients: readonly Recipient[];
  readonly kinds: readonly RuleAction["do"][];
  readonly value: readonly RuleAction[];
  readonly onChange: (actions: RuleAction[]) => void;
}

/** A command is of something that none of the others sets. */
function toNewAction(kind: RuleAction["do"], of: OfHome, others: readonly RuleAction[]): RuleAction | null {
  if (kind === "notify") return { do: "notify", severity: "info", to: null, text: "" };
  if (kind === "alarm") return { do: "alarm", severity: "warning", title: null };
  const isFree = (nodeId: NodeId, key: string) =>
    !others.some((each) => each.do === "command" && each.nodeId === nodeId && each.channel === key);
  const found = findFirst(of, isCommandable, isFree);
  return found && { do: "command", ...found, value: toFirstValue(of, found.nodeId, found.channel) };
}

function toFirstValue(of: OfHome, nodeId: NodeId, key: string): string | number | boolean {
  const channel = of.nodes.find(([id]) => id === nodeId)?.[1].channels[key];
  if (channel?.type === "binary") return false;
  if (channel?.type === "enum") return channel.values?.[0] ?? "";
  return (channel?.min ?? 0) * (channel?.factor ?? 1) + (channel?.offset ?? 0);
}

/** What is done, one after the other. */
export function ActionFields({ of, recipients, kinds, value, onChange }: ActionFieldsProps) {
  const text = useText();
  const replace = (at: number, next: RuleAction | null) =>
    onChange(value.flatMap((each, place) => (place === at ? (next === null ? [] : [next]) : [each])));
  const offered = kinds.filter((kind) => kind !== "alarm" || value.every((action) => action.do !== "alarm"));
  return (
    <div className={style.group}>
      {value.map((action, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: actions have no other name than their place
        <div className={style.part} key={at}>
          <details open={value.length === 1}>
            <summary>{toActionText(of.words, action)}</summary>
            <div className={style.fields}>
              <OneAction of={of} onChange={(next) => replace(at, next)} recipients={recipients} value={action} />
            </div>
          </details>
          <Button className={style.alone} look="plain" onClick={() => replace(at, null)}>
            {text("rule.drop")}
          </Button>
        </div>
      ))}
      {value.length < ruleLimits.actions && (
        <div className={style.acts}>
          {offered.map((kind) => {
            const next = toNewAction(kind, of, value);
            return (
              next && (
                <Button data-testid={`add-${kind}`} key={kind} look="soft" onClick={() => onChange([...value, next])}>
                  {text(`rule.add.${kind}`)}
                </Button>
              )
            );
          })}
        </div>
      )}
    </div>
  );
}

interface OneActionProps {
  readonly of: OfHome;
  readonly recipients: readonly Recipient[];
  readonly value: RuleAction;
  readonly onChange: (action: RuleAction) => void;
}

function OneAction({ of, recipients, value, onChange }: OneActionProps) {
  const text = useText();
  if (value.do === "command") return <CommandFields of={of} onChange={onChange} value={value} />;
  const severity = (
    <SelectField
      label={text("rule.severity")}
      onChange={(next) => onChange({ ...value, severity: next })}
      options={severities.map((each) => ({ value: each, label: text(`severity.${each}`) }))}
      value={value.severity}
    />
  );
  const words = value.do === "notify" ? value.text : (value.title ?? "");
  const setWords = (said: string) =>
    onChange(value.do === "notify" ? { ...value, text: said } : { ...value, title: said.trim() === "" ? null : said });
  return (
    <>
      {severity}
      <label className={style.field}>
        {text("rule.words")}
        <input maxLength={200} onChange={(event) => setWords(event.target.value)} value={words} />
        <small>{text("rule.wordsHint")}</small>
      </label>
      {value.do === "notify" && recipients.length > 0 && (
        <fieldset className={style.checks}>
          <legend>{text("rule.to")}</legend>
          <CheckField
            checked={value.to === null}
            label={text("rule.toManagers")}
            onChange={(managers) =>
              onChange({ ...value, to: managers ? null : recipients.slice(0, 1).map(({ uid }) => uid) })
            }
          />
          {value.to !== null &&
            recipients.map(({ uid, label }) => (
              <CheckField
                checked={value.to?.includes(uid) ?? false}
                key={uid}
                label={label}
                onChange={(on) => {
                  const next = on ? [...(value.to ?? []), uid] : (value.to ?? []).filter((each) => each !== uid);
                  if (next.length > 0) onChange({ ...value, to: next });
                }}
              />
            ))}
        </fieldset>
      )}
    </>
  );
}

function CommandFields({
  of,
  value,
  onChange,
}: {
  readonly of: OfHome;
  readonly value: Extract<RuleAction, { do: "command" }>;
  readonly onChange: (action: RuleAction) => void;
}) {
  const text = useText();
  const channel = of.nodes.find(([id]) => id === value.nodeId)?.[1].channels[value.channel];
  return (
    <>
      <ChannelFields
        of={of}
        onChange={(next) => onChange({ ...value, ...next, value: toFirstValue(of, next.nodeId, next.channel) })}
        test={isCommandable}
        value={value}
      />
      {channel?.type === "numeric" && typeof value.value === "number" && (
        <NumberField
          label={text("rule.setTo")}
          onChange={(number) => onChange({ ...value, value: number })}
          unit={
            channel.quantity === undefined || channel.quantity === "generic"
              ? (channel.unit ?? "")
              : quantities[channel.quantity].unit
          }
          value={value.value}
        />
      )}
      {(channel?.type === "binary" || channel?.type === "enum") && typeof value.value !== "object" && (
        <StateField
          label={text("rule.setTo")}
          nodeId={value.nodeId}
          channel={value.channel}
          of={of}
          onChange={(next) => next !== null && onChange({ ...value, value: next })}
          value={value.value}
        />
      )}
    </>
  );
}
