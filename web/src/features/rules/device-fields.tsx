import { quantities } from "@lastmeter/model/units";
import { fromMoney, toMoney } from "../../lib/money.ts";
import { useText } from "../../lib/text.ts";
import { toFirstState } from "./condition-kinds.ts";
import { type PartProps, SideField } from "./condition-part.tsx";
import { DurationField, NumberField, SelectField } from "./fields.tsx";
import { toQuantity } from "./rule-words.ts";
import { ChannelFields, isEventful, isStateful, StateField, SubjectFields } from "./subject-fields.tsx";

export function ValueFields({ of, value, onChange }: PartProps<"value">) {
  const text = useText();
  const quantity = toQuantity(of.words, value.subject);
  const unit = quantity === "generic" ? "" : quantities[quantity].unit;
  return (
    <>
      <SubjectFields of={of} onChange={(subject) => onChange({ ...value, subject })} value={value.subject} />
      <SideField onChange={onChange} value={value} />
      <NumberField
        label={text("rule.limit")}
        onChange={(limit) => onChange({ ...value, limit })}
        signed
        unit={unit}
        value={value.limit}
      />
      <DurationField
        label={text("rule.forAtLeast")}
        onChange={(forMs) => onChange({ ...value, forMs })}
        valueMs={value.forMs}
      />
      <NumberField
        label={text("rule.hysteresis")}
        onChange={(hysteresis) => onChange({ ...value, hysteresis: Math.abs(hysteresis) })}
        unit={unit}
        value={value.hysteresis}
      />
    </>
  );
}

export function StateFields({ of, value, onChange }: PartProps<"state">) {
  const text = useText();
  return (
    <>
      <ChannelFields
        of={of}
        onChange={(next) => onChange({ ...value, ...next, is: toFirstState(of, next.nodeId, next.channel) })}
        test={isStateful}
        value={value}
      />
      <StateField
        {...value}
        label={text("rule.isState")}
        of={of}
        onChange={(is) => is !== null && onChange({ ...value, is })}
        value={value.is}
      />
      <DurationField
        label={text("rule.forAtLeast")}
        onChange={(forMs) => onChange({ ...value, forMs })}
        valueMs={value.forMs}
      />
    </>
  );
}

export function FinishedFields({ of, value, onChange }: PartProps<"finished">) {
  const text = useText();
  return (
    <>
      <SubjectFields
        of={of}
        onChange={(subject) => subject.of !== "home" && onChange({ ...value, subject })}
        value={value.subject}
      />
      <NumberField
        label={text("rule.ran")}
        onChange={(above) => onChange({ ...value, above })}
        unit="W"
        value={value.above}
      />
      <NumberField
        label={text("rule.rests")}
        onChange={(below) => onChange({ ...value, below })}
        unit="W"
        value={value.below}
      />
      <DurationField
        label={text("rule.forAtLeast")}
        onChange={(forMs) => onChange({ ...value, forMs })}
        valueMs={value.forMs}
      />
    </>
  );
}

export function SilentFields({ of, value, onChange }: PartProps<"silent">) {
  const text = useText();
  return (
    <>
      <SelectField
        label={text("rule.device")}
        onChange={(id) => {
          const found = of.nodes.find(([each]) => each === id);
          if (found) onChange({ ...value, nodeId: found[0] });
        }}
        options={of.nodes.map(([id, { name }]) => ({ value: id as string, label: name }))}
        value={value.nodeId}
      />
      <DurationField
        label={text("rule.silentFor")}
        onChange={(forMs) => onChange({ ...value, forMs: Math.max(60_000, forMs) })}
        valueMs={value.forMs}
      />
    </>
  );
}

export function BudgetFields({ of, value, onChange }: PartProps<"budget">) {
  const text = useText();
  const isCost = value.measure === "cost";
  return (
    <>
      <SubjectFields
        of={of}
        onChange={(subject) => subject.of !== "channel" && onChange({ ...value, subject })}
        value={value.subject}
      />
      <SelectField
        label={text("rule.measure")}
        onChange={(measure) => onChange({ ...value, measure, limit: measure === "cost" ? fromMoney(50) : 250_000 })}
        options={(["drawn", "given", "cost"] as const).map((each) => ({
          value: each,
          label: text(`rule.measure.${each}`),
        }))}
        value={value.measure}
      />
      <SelectField
        label={text("rule.period")}
        onChange={(period) => onChange({ ...value, period })}
        options={(["day", "month"] as const).map((each) => ({ value: each, label: text(`rule.period.${each}`) }))}
        value={value.period}
      />
      <NumberField
        label={text("rule.budgetOf")}
        onChange={(amount) =>
          onChange({ ...value, limit: Math.max(1, isCost ? fromMoney(amount) : Math.round(amount * 1000)) })
        }
        unit={isCost ? of.words.currency : "kWh"}
        value={isCost ? toMoney(value.limit) : value.limit / 1000}
      />
      <NumberField
        label={text("rule.percent")}
        onChange={(percent) => onChange({ ...value, percent: Math.min(1000, Math.max(1, Math.round(percent))) })}
        unit="%"
        value={value.percent}
      />
    </>
  );
}

export function ChangedFields({ of, value, onChange }: PartProps<"changed">) {
  const text = useText();
  return (
    <>
      <ChannelFields
        of={of}
        onChange={(next) => onChange({ ...value, ...next, to: null })}
        test={isEventful}
        value={value}
      />
      <StateField
        {...value}
        any={text("rule.anyState")}
        label={text("rule.becomesState")}
        of={of}
        onChange={(to) => onChange({ ...value, to })}
        value={value.to}
      />
    </>
  );
}
