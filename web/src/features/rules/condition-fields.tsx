import type { Trigger } from "@lastmeter/model/condition";
import type { ConditionFieldsProps } from "./condition-part.tsx";
import {
  BudgetFields,
  ChangedFields,
  FinishedFields,
  SilentFields,
  StateFields,
  ValueFields,
} from "./device-fields.tsx";
import {
  CheapestFields,
  DuringFields,
  EventFields,
  ForecastFields,
  PriceFields,
  ScheduleFields,
} from "./outlook-fields.tsx";

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
