import { type ReactNode, useId } from "react";
import style from "./field.module.css";

export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong; stands in for the hint. */
  readonly fault?: string | null;
  /** The input or select, with what ties it to its words. */
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its name above and its hint, or what is wrong, below. */
export function Field({ label, hint, fault = null, children }: FieldProps) {
  const id = useId();
  const below = fault ?? hint;
  const control: ControlProps = {
    id,
    ...(below ? { "aria-describedby": `${id}-below` } : {}),
    ...(fault === null ? {} : { "aria-invalid": true }),
  };
  return (
    <div className={style.field}>
      <label htmlFor={id}>{label}</label>
      {children(control)}
      {below && (
        <small className={fault === null ? undefined : style.wrong} id={`${id}-below`}>
          {below}
        </small>
      )}
    </div>
  );
}
