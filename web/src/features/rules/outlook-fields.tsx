import { forecastQuantities } from "@lastmeter/model/condition";
import { fromMoney, toMoney } from "../../lib/money.ts";
import { useText } from "../../lib/text.ts";
import { type PartProps, SideField } from "./condition-part.tsx";
import { CheckField, DurationField, NumberField, SelectField } from "./fields.tsx";
import { PointFields, TimeField, WeekdayFields } from "./time-fields.tsx";

export function PriceFields({ of, value, onChange }: PartProps<"price">) {
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
        signed
        unit={`${of.words.currency}/kWh`}
        value={toMoney(value.limit)}
      />
    </>
  );
}

export function CheapestFields({ value, onChange }: PartProps<"cheapest">) {
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

export function EventFields({ value, onChange }: PartProps<"event">) {
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

export function ForecastFields({ value, onChange }: PartProps<"forecast">) {
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
        signed
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

export function DuringFields({ value, onChange }: PartProps<"during">) {
  const text = useText();
  return (
    <>
      <PointFields label={text("rule.from")} onChange={(from) => onChange({ ...value, from })} value={value.from} />
      <PointFields label={text("rule.to")} onChange={(to) => onChange({ ...value, to })} value={value.to} />
      <WeekdayFields onChange={(weekdays) => onChange({ ...value, weekdays })} value={value.weekdays} />
    </>
  );
}

export function ScheduleFields({ value, onChange }: PartProps<"schedule">) {
  const text = useText();
  return (
    <>
      <PointFields label={text("rule.at")} onChange={(at) => onChange({ ...value, at })} value={value.at} />
      <WeekdayFields onChange={(weekdays) => onChange({ ...value, weekdays })} value={value.weekdays} />
    </>
  );
}
