import {
  type ConfigurationRequest,
  type Desired,
  firmwareResultKey,
  firmwareResultSchema,
} from "@lastmeter/model/configuration";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { parseSettingText } from "@lastmeter/model/setting";
import { AppError } from "../platform/app-error.ts";
import type { Author } from "./changes.ts";
import type { Ground } from "./configuration.store.ts";
import { type ConfigurationContext, follow, orderEach, requireGround } from "./configure.ts";
import { settleFirmware, withDueAt } from "./settle.ts";

type FirmwareRequest = Extract<ConfigurationRequest, { act: "firmware" }>;

/** An update takes the whole network's air for hours: never two at once. @throws AppError conflict */
export async function orderFirmware(
  context: ConfigurationContext,
  { networkId, nodeId, what }: FirmwareRequest,
  author: Author,
): Promise<void> {
  const { node } = await requireGround(context, { networkId, nodeId }, author.who);
  if (node === null || node.status === "removed") throw new AppError("not_found", "a removed node");
  const order = { kind: "firmware", nodeId, act: what } as const;
  // The run is the network's: its document guards that there is one only.
  await orderEach(context, { networkId, nodeId: null }, author, [order], {
    node,
    toDesired: ({ desired }, [commandId = ""], now) => {
      const isRunning = desired.firmware !== undefined && desired.firmware.endedAt === null;
      const isOwn = desired.firmware?.nodeId === nodeId;
      if (what === "abort" ? !(isRunning && isOwn) : isRunning) {
        const expected = what === "abort" ? "an update under way" : "no other update under way";
        throw new AppError("conflict", "firmware", null, [{ path: "firmware", expected }]);
      }
      const run = { nodeId, commandId, at: now, endedAt: null, error: null };
      if (what !== "update") return { ...desired, firmwareAsk: { ...run, act: what } };
      return withDueAt({ ...desired, firmware: run });
    },
  });
}

/** Whether the update under way is over: by the network's answer, or by what its node tells. */
export async function followFirmware(context: ConfigurationContext, networkId: NetworkId, nodeId: NodeId | null) {
  const node = nodeId === null ? null : await context.store.readGround({ networkId, nodeId }, null);
  await follow(context, { networkId, nodeId: null }, (desired, ground, now) => {
    const isOther = nodeId !== null && desired.firmware?.nodeId !== nodeId;
    return isOther ? desired : withRun(desired, { result: toResult(ground), node: node?.reported ?? null, now });
  });
}

function withRun(desired: Desired, facts: Parameters<typeof settleFirmware>[1]): Desired {
  const firmware = settleFirmware(desired.firmware, facts);
  return firmware === undefined ? desired : { ...desired, firmware };
}

function toResult({ reported }: Ground) {
  const text = reported?.values[firmwareResultKey]?.value;
  return text === undefined ? null : (firmwareResultSchema.safeParse(parseSettingText(text)).data ?? null);
}

interface OrderEnd {
  readonly commandId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly detail: string | null;
}

/** Ends after which an update certainly is not under way; after any other it may be, though nobody could tell. */
const isVain = ({ state, reason }: OrderEnd) =>
  state === "denied" || state === "expired" || ["device", "unreachable", "refused"].includes(reason ?? "");

/** An order came to its end. Of an update only where it came to nothing: else its own answer comes later, its node is at rest, or a day is over. */
export function endFirmware(desired: Desired, order: OrderEnd, now: number): Desired {
  const { commandId, state, reason, detail } = order;
  const { firmware, firmwareAsk } = desired;
  const isOpen = (run: typeof firmware) => run?.commandId === commandId && run.endedAt === null;
  const isDone = state === "confirmed";
  const end = { endedAt: now, error: isDone ? null : (detail || reason || "").slice(0, 500) };
  if (firmware && isOpen(firmware) && !isDone && isVain(order))
    return { ...desired, firmware: { ...firmware, ...end } };
  if (firmwareAsk && isOpen(firmwareAsk)) return { ...desired, firmwareAsk: { ...firmwareAsk, ...end } };
  return desired;
}
