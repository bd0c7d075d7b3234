import type { Channel } from "@lastmeter/model/channel";
import type { Node } from "@lastmeter/model/node";
import type { Quantity } from "@lastmeter/model/units";
import type { IconName } from "./icon.tsx";

/** The picture of a node: the chosen one, else by what it is for, not by its model. */
export function toNodeIcon(node: Node): IconName {
  if (node.icon) return node.icon;
  if (node.role === "grid" || node.role === "production" || node.role === "storage") return node.role;
  const channels = Object.values(node.channels);
  const has = (feature: Channel["feature"]) => channels.some((channel) => channel.feature === feature);
  const measures = (quantity: Quantity) =>
    channels.some((channel) => channel.kind === "measurement" && channel.quantity === quantity);
  if (has("light")) return "light";
  if (has("lock")) return "lock";
  if (has("cover")) return "cover";
  if (has("climate")) return "thermometer";
  if (has("fan")) return "fan";
  if (has("switch") || node.total.power.length > 0) return "plug";
  const keys = new Set(channels.map(({ key }) => key));
  if (keys.has("contact")) return "door";
  if (keys.has("occupancy") || keys.has("presence")) return "motion";
  if (measures("temperature")) return "thermometer";
  return measures("relativeHumidity") || keys.has("waterLeak") ? "humidity" : "sensor";
}
