import type { ControlSubject } from "../../lib/control.ts";
import type { Control } from "./controls.ts";

/** What every control is given. */
export interface ControlProps<K extends Control["kind"] = Control["kind"]> {
  readonly subject: ControlSubject;
  readonly control: Extract<Control, { readonly kind: K }>;
  readonly label: string;
  /** Of what says why nothing can be asked for now. */
  readonly describedBy: string | undefined;
}
