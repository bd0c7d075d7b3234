import { AppError } from "../../platform/app-error.ts";
import { hasSeries, type Measure, type MeasuredNode, toMeasure, toParts } from "./measure.ts";

/** Keys of the channels that the names stand for; null: none was named. */
export const toKeys = (node: MeasuredNode, names: readonly string[] | undefined): string[] | null =>
  names === undefined ? null : [...new Set(names.flatMap((name) => toParts(node, name)))];

/** Measures by their names; without names every measured channel that is granted. @throws AppError bad_request */
export function toMeasures(
  node: MeasuredNode,
  names: readonly string[] | undefined,
  granted: readonly string[] | null,
): Measure[] {
  const all = () =>
    Object.values(node.channels)
      .filter((channel) => hasSeries(channel) && !channel.retired && (granted?.includes(channel.key) ?? true))
      .map(({ key }) => key);
  return [...new Set(names ?? all())].map((name) => {
    const measure = toMeasure(node, name);
    if (measure === null) {
      throw new AppError("bad_request", "channel", null, [
        {
          path: "channel",
          expected: "measured channels of the node, or total.power, total.energyImport, total.energyExport",
        },
      ]);
    }
    return measure;
  });
}
