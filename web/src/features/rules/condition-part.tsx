import type { Trigger } from "@lastmeter/model/condition";
import { useText } from "../../lib/text.ts";
import { SelectField } from "./fields.tsx";
import type { OfHome } from "./subject-fields.tsx";

export interface ConditionFieldsProps<T extends Trigger> {
  readonly of: OfHome;
  readonly value: T;
  readonly onChange: (condition: T) => void;
}

/** Of a condition of one kind. */
export type PartProps<Kind extends Trigger["kind"]> = ConditionFieldsProps<Extract<Trigger, { kind: Kind }>>;

/** Above or below. */
export function SideField<T extends { readonly is: "above" | "below" }>({
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
