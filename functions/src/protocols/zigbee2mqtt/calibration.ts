import { z } from "zod/mini";
import { isPast, type Work } from "../decoding/work.ts";
import type { DirectoryNode, NativeMessage } from "../protocol.ts";
import type { NamedWork } from "./names.ts";
import { applyDeviceOptions, applyNetworkOptions } from "./settings/reported.ts";
import { findDevice } from "./settings/told.ts";

type Moment = Pick<NativeMessage, "at" | "sequence">;
type Options = Readonly<Record<string, unknown>>;

const optionsSchema = z.record(z.string(), z.unknown());

/** `bridge/info`: the network's options, and every device's by address. */
const infoSchema = z.object({ config: z.looseObject({ devices: z.record(z.string(), optionsSchema) }) });

/** `bridge/response/device/options`: all options of one device, by its name or address, before and after. */
const changedSchema = z.object({
  data: z.object({ id: z.string(), from: optionsSchema, to: optionsSchema }),
  status: z.literal("ok"),
});

const SUFFIX = "_calibration";

/** Whether registers count otherwise from now on: `energy_calibration` of 10 made 12.62 kWh 13.88 from one message to the next. */
export function applyInfo(work: Work, value: unknown, moment: Moment): void {
  const info = infoSchema.safeParse(value);
  if (!info.success) return;
  const { devices } = info.data.config;
  applyNetworkOptions(work, info.data.config);
  for (const node of Object.values(work.directory.nodes)) {
    const options = devices[node.address] ?? {};
    applyCalibrations(work, node, node.calibrations, toCalibrations(node, options), moment);
    applyDeviceOptions(work, node, options);
  }
}

export function applyOptions(work: NamedWork, value: unknown, moment: Moment): void {
  const changed = changedSchema.safeParse(value);
  if (!changed.success) return;
  const { id, from, to } = changed.data.data;
  const node = findDevice(work, id);
  if (node === undefined) return;
  const [before, now] = [toCalibrations(node, from), toCalibrations(node, to)];
  if (!isPast(work, moment)) {
    applyCalibrations(work, node, node.calibrations ?? before, now, moment);
    applyDeviceOptions(work, node, to);
  } else if (before !== now) addCalibrated(work, node, moment);
}

/** Of registers alone: what else is calibrated has no sum that could jump. As text, to compare. */
function toCalibrations(node: DirectoryNode, options: Options): string {
  const registers = Object.values(node.channels).filter(({ register }) => register === true);
  return registers
    .map(({ path: [property = ""] }) => `${property}=${JSON.stringify(options[`${property}${SUFFIX}`] ?? 0)}`)
    .sort()
    .join(" ");
}

function applyCalibrations(
  work: Work,
  node: DirectoryNode,
  before: string | undefined,
  now: string,
  moment: Moment,
): void {
  if (node.calibrations === now) return;
  const { directory } = work;
  const changed = { ...(directory.nodes[node.address] ?? node), calibrations: now };
  work.directory = { ...directory, nodes: { ...directory.nodes, [node.address]: changed } };
  if (before !== undefined && before !== now) addCalibrated(work, node, moment);
}

function addCalibrated(work: Work, { nodeId }: DirectoryNode, { at, sequence }: Moment): void {
  work.presence.push({ nodeId, fact: "calibrated", at, sequence });
}
