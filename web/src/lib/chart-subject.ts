import type { Channel } from "@lastmeter/model/channel";
import type { Node } from "@lastmeter/model/node";
import type { Quantity } from "@lastmeter/model/units";

/** What a node's chart shows: its power, else the measurement that says most. */
export type ChartSubject = { readonly kind: "power" } | { readonly kind: "value"; readonly channel: Channel };

const charted: readonly Quantity[] = ["temperature", "relativeHumidity", "illuminance", "pressure", "voltage"];

export function toChartSubject(node: Node): ChartSubject | null {
  const { total } = node;
  if (total.power.length + total.energyImport.length + total.energyExport.length > 0) return { kind: "power" };
  const measured = Object.values(node.channels).filter(
    ({ kind, type, register, periodic, retired }) =>
      kind === "measurement" && type === "numeric" && !register && !periodic && !retired,
  );
  const rank = ({ quantity }: Channel) => {
    const place = quantity === undefined ? -1 : charted.indexOf(quantity);
    return place < 0 ? charted.length : place;
  };
  const [channel] = measured.sort((a, b) => rank(a) - rank(b) || a.ix - b.ix);
  return channel ? { kind: "value", channel } : null;
}
