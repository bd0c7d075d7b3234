import { type Quantity, quantities } from "@lastmeter/model/units";
import type { Memory, Part, Scalar } from "./condition.ts";

/** Channels whose values, with their signs, are summed. */
export interface Measured {
  readonly parts: readonly (Part & { readonly sign: 1 | -1 })[];
  readonly quantity: Quantity;
  /** Their sum is the home: any of its nodes changes it. */
  readonly isOfHome: boolean;
}

/** Stored integers for one of the canonical unit. */
export const toScale = ({ quantity }: Measured): number => 10 ** quantities[quantity].decimals;

/** Takes a value and gives the sum in steps; null while a part is not known. */
export function measure(memory: Memory, { parts }: Measured, part: number, value: Scalar | null): number | null {
  memory.values ??= parts.map(() => null);
  memory.values[part] = typeof value === "number" ? value : null;
  return toSum(memory, parts);
}

export function toSum({ values }: Memory, parts: Measured["parts"]): number | null {
  if (values === undefined) return null;
  let sum = 0;
  for (let i = 0; i < parts.length; i++) {
    const value = values[i];
    if (typeof value !== "number") return null;
    sum += (parts[i]?.sign ?? 1) * value;
  }
  return sum;
}

/** Forgets a part, or all of them. */
export function forget(memory: Memory, part: number | null): void {
  if (memory.values) memory.values = memory.values.map((value, at) => (part === null || at === part ? null : value));
}
