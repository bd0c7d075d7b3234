import { z } from "zod/mini";
import { publishDevices } from "./bridge-topics.ts";
import { publishState } from "./publish.ts";
import type { Outcome, RequestHandler } from "./requests.ts";
import { findMember, type Member, type ZigbeeNetwork } from "./zigbee-network.ts";

/** How long an update of a simulated device takes; a real one takes up to hours. */
const UPDATE_MS = 6000;
const STEPS = 4;

const idSchema = z.object({ id: z.string() });

function withMember(network: ZigbeeNetwork, request: unknown, act: (member: Member, id: string) => Outcome): Outcome {
  const parsed = idSchema.safeParse(request);
  if (!parsed.success) return { fault: "Invalid payload" };
  const { id } = parsed.data;
  const member = findMember(network, id);
  if (member === undefined) return { fault: `Device '${id}' does not exist` };
  if (!member.definition.supports_ota) return { fault: `Device '${member.friendlyName}' does not support OTA updates` };
  return act(member, id);
}

function tell(network: ZigbeeNetwork, member: Member, at: number, update: object): void {
  const installed = member.firmware;
  member.reporter.state.update = { installed_version: installed, latest_version: member.latestFirmware, ...update };
  publishState(network, member, at);
}

const toState = ({ firmware, latestFirmware }: Member) => (firmware < latestFirmware ? "available" : "idle");

export const checkFirmware: RequestHandler = (network, request, at) =>
  withMember(network, request, (member, id) => {
    if (network.updates.has(member)) {
      return { fault: `Update or check for update already in progress for '${member.friendlyName}'` };
    }
    tell(network, member, at, { state: toState(member) });
    return { data: { downgrade: false, id, source: null, update_available: toState(member) === "available" } };
  });

/** Its answer comes when the update is over. */
export const updateFirmware: RequestHandler = (network, request, at) =>
  withMember(network, request, (member, id) => {
    if (network.updates.has(member)) {
      return { fault: `Update or check for update already in progress for '${member.friendlyName}'` };
    }
    if (toState(member) === "idle") return { fault: `No new OTA image available for '${member.friendlyName}'` };
    tell(network, member, at, { state: "updating", progress: 0, remaining: UPDATE_MS / 1000 });
    return {
      later: (answer) => {
        network.updates.set(member, { id, startedAt: at, step: 0, answer });
      },
    };
  });

export const abortFirmware: RequestHandler = (network, request, at) =>
  withMember(network, request, (member, id) => {
    const update = network.updates.get(member);
    if (update === undefined) return { fault: `No update in progress for '${member.friendlyName}'` };
    network.updates.delete(member);
    tell(network, member, at, { state: toState(member) });
    update.answer({ fault: `Update of '${member.friendlyName}' failed (Aborted by user)` });
    return { data: { id } };
  });

/** A device on batteries falls asleep on the way: its update fails. */
export function advanceFirmware(network: ZigbeeNetwork, at: number): void {
  for (const [member, update] of network.updates) {
    const step = Math.floor(((at - update.startedAt) / UPDATE_MS) * STEPS);
    if (step <= update.step) continue;
    update.step = step;
    if (member.device.powerSource === "Battery") {
      network.updates.delete(member);
      tell(network, member, at, { state: "available" });
      update.answer({ fault: `Update of '${member.friendlyName}' failed (Device didn't respond to OTA request)` });
    } else if (step < STEPS) {
      const remaining = Math.ceil((update.startedAt + UPDATE_MS - at) / 1000);
      tell(network, member, at, { state: "updating", progress: (100 * step) / STEPS, remaining });
    } else {
      network.updates.delete(member);
      const from = member.firmware;
      member.firmware = member.latestFirmware;
      tell(network, member, at, { state: "idle" });
      publishDevices(network);
      update.answer({ data: { from: { file_version: from }, id: update.id, to: { file_version: member.firmware } } });
    }
  }
}
