import { forecastQuantities, type Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import { quantities } from "@lastmeter/model/units";
import { fromMoney, toMoney } from "../../lib/money.ts";
import { useText } from "../../lib/text.ts";
import { CheckField, DurationField, NumberField, SelectField } from "./fields.tsx";
import { toQuantity } from "./rule-words.ts";
import { ChannelFields, isEventful, isStateful, type OfHome, StateField, SubjectFields } from "./subject-fields.tsx";
import { PointFields, TimeField, WeekdayFields } from "./time-fields.tsx";

interface ConditionFieldsProps<T extends Trigger> {
  readonly of: OfHome;
  readonly value: T;
  readonly onChange: (condition: T) => void;
}

type Of<Kind extends Trigger["kind"]> = Extract<Trigger, { kind: Kind }>;
type PartProps<Kind extends Trigger["kind"]> = ConditionFieldsProps<Of<Kind>>;

/** What a condition of each kind can be told. */
export function ConditionFields({ of, value, onChange }: ConditionFieldsProps<Trigger>) {
  const given = { of, onChange };
  switch (value.kind) {
    case "value":
      return <ValueFields {...given} value={value} />;
    case "state":
      return <StateFields {...given} value={value} />;
    case "finished":
      return <FinishedFields {...given} value={value} />;
    case "silent":
      return <SilentFields {...given} value={value} />;
    case "budget":
      return <BudgetFields {...given} value={value} />;
    case "price":
      return <PriceFields {...given} value={value} />;
    case "cheapest":
      return <CheapestFields {...given} value={value} />;
    case "event":
      return <EventFields {...given} value={value} />;
    case "forecast":
      return <ForecastFields {...given} value={value} />;
    case "during":
      return <DuringFields {...given} value={value} />;
    case "schedule":
      return <ScheduleFields {...given} value={value} />;
    case "changed":
      return <ChangedFields {...given} value={value} />;
  }
}

function SideField<T extends { readonly is: "above" | "below" }>({
  value,
  onChange,
}: {
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  const text = useText();
  return (
    <SelectField
      label={text("rule.is")}
      onChange={(is) => onChange({ ...value, is })}
      options={(["above", "below"] as const).map((is) => ({ value: is, label: text(`rule.is.${is}`) }))}
      value={value.is}
    />
  );
}

function ValueFields({ of, value, onChange }: PartProps<"value">) {
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

/** What a channel is to begin with, when another one was chosen. */
function toFirstState(of: OfHome, nodeId: NodeId, key: string): string | number | boolean {
  const channel = of.nodes.find(([id]) => id === nodeId)?.[1].channels[key];
  return channel?.type === "binary" ? true : (channel?.values?.[0] ?? true);
}

function StateFields({ of, value, onChange }: PartProps<"state">) {
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

function FinishedFields({ of, value, onChange }: PartProps<"finished">) {
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

function SilentFields({ of, value, onChange }: PartProps<"silent">) {
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

function BudgetFields({ of, value, onChange }: PartProps<"budget">) {
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

function PriceFields({ of, value, onChange }: PartProps<"price">) {
  const text = useText();
  return (
    <>
      <SelectField
        label={text("rule.flow")}
        onChange={(flow) => onChange({ ...value, flow })}
        options={(["import", "export"] as const).map((each) => ({ value: each, label: text(`rule.flow.${each}`) }))}
        value={value.flow}
      />
      <SideField onChange={onChange} value={value} />
      <NumberField
        label={text("rule.limit")}
        onChange={(price) => onChange({ ...value, limit: fromMoney(price) })}
        unit={`${of.words.currency}/kWh`}
        value={toMoney(value.limit)}
      />
    </>
  );
}

function CheapestFields({ value, onChange }: PartProps<"cheapest">) {
  const text = useText();
  return (
    <>
      <NumberField
        label={text("rule.hours")}
        onChange={(hours) => onChange({ ...value, hours: Math.min(23, Math.max(1, Math.round(hours))) })}
        value={value.hours}
      />
      <CheckField
        checked={value.together}
        label={text("rule.together")}
        onChange={(together) => onChange({ ...value, together })}
      />
      <CheckField
        checked={value.between !== null}
        label={text("rule.onlyBetween")}
        onChange={(some) => onChange({ ...value, between: some ? { from: "22:00", to: "07:00" } : null })}
      />
      {value.between !== null && (
        <>
          <TimeField
            label={text("rule.from")}
            onChange={(from) => value.between && onChange({ ...value, between: { ...value.between, from } })}
            value={value.between.from}
          />
          <TimeField
            label={text("rule.to")}
            onChange={(to) => value.between && onChange({ ...value, between: { ...value.between, to } })}
            value={value.between.to}
          />
        </>
      )}
    </>
  );
}

function EventFields({ value, onChange }: PartProps<"event">) {
  const text = useText();
  return (
    <SelectField
      label={text("rule.level")}
      onChange={(level) => onChange({ ...value, level: Number(level) })}
      options={(["1", "2", "3"] as const).map((each) => ({ value: each, label: text(`rule.level.${each}`) }))}
      value={value.level === 3 ? "3" : value.level === 2 ? "2" : "1"}
    />
  );
}

const forecasts = Object.keys(forecastQuantities) as (keyof typeof forecastQuantities)[];

function ForecastFields({ value, onChange }: PartProps<"forecast">) {
  const text = useText();
  return (
    <>
      <SelectField
        label={text("rule.forecastOf")}
        onChange={(quantity) => onChange({ ...value, quantity })}
        options={forecasts.map((each) => ({ value: each, label: text(`forecast.${each}`) }))}
        value={value.quantity}
      />
      <SelectField
        label={text("rule.take")}
        onChange={(take) => onChange({ ...value, take })}
        options={(["min", "max", "mean"] as const).map((each) => ({ value: each, label: text(`rule.take.${each}`) }))}
        value={value.take}
      />
      <SideField onChange={onChange} value={value} />
      <NumberField
        label={text("rule.limit")}
        onChange={(limit) => onChange({ ...value, limit })}
        unit={forecastQuantities[value.quantity]}
        value={value.limit}
      />
      <DurationField
        label={text("rule.ahead")}
        onChange={(ms) => onChange({ ...value, aheadMs: Math.min(172_800_000, Math.max(3_600_000, ms)) })}
        valueMs={value.aheadMs}
      />
    </>
  );
}

function DuringFields({ value, onChange }: PartProps<"during">) {
  const text = useText();
  return (
    <>
      <PointFields label={text("rule.from")} onChange={(from) => onChange({ ...value, from })} value={value.from} />
      <PointFields label={text("rule.to")} onChange={(to) => onChange({ ...value, to })} value={value.to} />
      <WeekdayFields onChange={(weekdays) => onChange({ ...value, weekdays })} value={value.weekdays} />
    </>
  );
}

function ScheduleFields({ value, onChange }: PartProps<"schedule">) {
  const text = useText();
  return (
    <>
      <PointFields label={text("rule.at")} onChange={(at) => onChange({ ...value, at })} value={value.at} />
      <WeekdayFields onChange={(weekdays) => onChange({ ...value, weekdays })} value={value.weekdays} />
    </>
  );
}

function ChangedFields({ of, value, onChange }: PartProps<"changed">) {
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
