import { toCanonical } from "@lastmeter/model/canonical";
import type { Channel } from "@lastmeter/model/channel";
import type { Location } from "@lastmeter/model/location";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import type { Decoded, DirectoryNode, NativeMessage } from "../protocol.ts";

/** Where decoded values go. */
export interface Output {
  readonly readings: Reading[];
  readonly events: NodeEvent[];
  readonly values: Decoded["values"][number][];
}

export interface Context {
  readonly node: DirectoryNode;
  readonly location: Location | null;
  readonly message: NativeMessage;
  readonly output: Output;
}

interface Place {
  readonly channel: Channel;
  readonly key: string;
  readonly unit: string;
}

/** One value by what its channel is for: a reading, an event, or a live value alone. */
export function put(
  { node, location, message, output }: Context,
  { channel, key, unit }: Place,
  native: unknown,
  faults: string[],
): void {
  const converted = toCanonical(channel, native);
  if (converted.kind === "skip") return;
  if (converted.kind === "fault") {
    faults.push(`${channel.path.join(".")}: ${converted.reason}`);
    return;
  }
  const { nodeId } = node;
  const { at, sequence } = message;
  const { value } = converted;
  if (channel.kind === "measurement") {
    if (typeof value !== "number" || channel.quantity === undefined) return;
    const { quantity } = channel;
    output.readings.push({
      nodeId,
      channel: key,
      quantity,
      unit,
      value,
      at,
      quality: "good",
      location,
      sequence,
    });
  } else if (channel.type === "list" || channel.kind === "setting" || channel.kind === "diagnostic") {
    output.values.push({ nodeId, channel: key, value, at, sequence });
  } else {
    output.events.push({ nodeId, channel: key, value, at, sequence });
  }
}
