import type { Channel } from "@lastmeter/model/channel";
import type { LiveData, Node } from "@lastmeter/model/node";
import { toFigure } from "../../lib/format.ts";

/** What a device says about itself, as a figure; "–" while it has not said. */
export type Diagnostic = (live: LiveData | null, locale: string) => string;

function toDiagnostic(node: Node, quantity: "batteryLevel" | "linkQuality"): Diagnostic | null {
  const channel = Object.values(node.channels).find((each) => each.quantity === quantity && !each.retired);
  return channel === undefined ? null : (live, locale) => toWords(channel, live, locale);
}

function toWords({ key, quantity, unit }: Channel, live: LiveData | null, locale: string): string {
  const value = live?.values[key]?.value;
  if (typeof value !== "number" || quantity === undefined) return "–";
  const figure = toFigure(quantity, value, locale, unit);
  return figure.unit === "lqi" || figure.unit === "" ? figure.text : `${figure.text} ${figure.unit}`;
}

/** Battery and radio of a node; null: it has none, or does not tell. */
export function toDiagnostics(node: Node): { readonly battery: Diagnostic | null; readonly link: Diagnostic | null } {
  return { battery: toDiagnostic(node, "batteryLevel"), link: toDiagnostic(node, "linkQuality") };
}
