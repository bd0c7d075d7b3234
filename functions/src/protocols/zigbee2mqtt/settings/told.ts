import { type FirmwareResult, firmwareResultKey } from "@lastmeter/model/configuration";
import { applyReported, withReported } from "../../decoding/reported.ts";
import type { Work } from "../../decoding/work.ts";
import type { DirectoryNode } from "../../protocol.ts";
import type { NamedWork } from "../names.ts";
import { joinedSchema, reportingReadSchema, responseSchema } from "../native/bridge.ts";
import { EXPOSED } from "./exposed.ts";
import { toAttributeName, toReportingKey } from "./reporting.ts";

/** A device by its name or address, as requests and their answers name it. */
export function findDevice(work: NamedWork, id: string): DirectoryNode | undefined {
  const named = work.names.get(id);
  const address = named !== undefined && named !== "group" ? named.node.address : id.toLowerCase();
  return work.directory.nodes[address];
}

/** `bridge/event`: what is wanted of a device that was taken in anew is to be told to it again. */
export function applyJoined(work: Work, value: unknown, at: number): void {
  const joined = joinedSchema.safeParse(value);
  const address = joined.data?.data.ieee_address.toLowerCase();
  const { directory } = work;
  const node = address === undefined ? undefined : directory.nodes[address];
  if (node === undefined) return;
  // What it told of itself before, it may have forgotten: only what it tells from now on confirms anything.
  const known = Object.entries(node.reported ?? {}).filter(([key]) => !key.startsWith(EXPOSED));
  const anew = { ...node, joinedAt: at, ...(node.reported && { reported: Object.fromEntries(known) }) };
  work.directory = { ...directory, nodes: { ...directory.nodes, [node.address]: anew } };
}

/** `bridge/response/device/ota_update/update`, up to hours after the request: only its transaction says whose. */
export function applyFirmwareResult(work: Work, value: unknown): void {
  const response = responseSchema.safeParse(value);
  if (!response.success) return;
  const { transaction, status, error } = response.data;
  const result: FirmwareResult = { transaction, error: status === "ok" ? null : (error ?? "").slice(0, 500) };
  const reported = withReported(work.directory.reported, [[firmwareResultKey, result]]);
  work.directory = { ...work.directory, reported };
}

/** `bridge/response/device/reporting/read`: what the device itself says it reports. */
export function applyReportingRead(work: NamedWork, value: unknown): void {
  const read = reportingReadSchema.safeParse(value);
  if (!read.success) return;
  const { id, endpoint, cluster, configs } = read.data.data;
  const node = findDevice(work, id);
  if (node === undefined) return;
  const told = configs.flatMap(({ attrId, minRepIntval, maxRepIntval, repChange, status = 0 }) => {
    const attribute = toAttributeName(cluster, attrId);
    if (attribute === undefined || status !== 0) return [];
    const values = {
      minimum_report_interval: minRepIntval,
      maximum_report_interval: maxRepIntval,
      ...(typeof repChange === "number" ? { reportable_change: repChange } : {}),
    };
    return [[toReportingKey({ endpoint: String(endpoint), cluster, attribute }), values] as const];
  });
  applyReported(work, node, told);
}
