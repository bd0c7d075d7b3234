import type { Command } from "@lastmeter/model/command";
import type { NodeId } from "@lastmeter/model/ids";
import type { DirectoryNode } from "../protocols/protocol.ts";
import { type Heard, isAfter } from "./heard.ts";
import { DRAW_FORGOTTEN_MS, type Draw, type OpenCommand } from "./open-commands.ts";

/** Meters of plugs report a change within some 10 s, those that are asked for it within a minute. */
const DRAW_WITHIN_MS = 60_000;
/** 0.5 W, in steps of power: below, a plug's own meter is not to be trusted. */
const DRAWS_STEPS = 5;

/** Of a node that was switched on and measures what it draws. */
export function toDraw(
  { id, after }: OpenCommand,
  { order }: Command,
  node: DirectoryNode | undefined,
  now: number,
): Draw | null {
  if (order.kind !== "set" || order.value !== true || after === undefined || node === undefined) return null;
  const isSwitch = node.channels[order.channel]?.feature === "switch";
  if (!isSwitch || node.total.power.length === 0) return null;
  return { id, nodeId: order.nodeId, channel: order.channel, after, isZero: false, by: now + DRAW_WITHIN_MS };
}

/** `noDraw`: what says that it is on and has drawn nothing ever since, by its own meter, up to now. */
export function planDraws(
  draws: readonly Draw[],
  heard: Heard | null,
  findNode: (nodeId: NodeId) => DirectoryNode | undefined,
  now: number,
): { readonly draws: Draw[]; readonly noDraw: readonly string[] } {
  const noDraw: string[] = [];
  const next = draws.flatMap((draw): Draw[] => {
    if (now >= draw.by + DRAW_FORGOTTEN_MS) return [];
    const seen = heard === null ? draw : lookAt(draw, heard, findNode(draw.nodeId));
    if (seen === null) return [];
    // An idle gateway keeps ordinary readings back: only its next batch tells that nothing came.
    if (now < draw.by || heard === null || !heard.isDrained) return [seen];
    if (seen.isZero) noDraw.push(draw.id);
    return [];
  });
  return { draws: next, noDraw };
}

/** Null: it draws, or is off again. */
function lookAt(draw: Draw, heard: Heard, node: DirectoryNode | undefined): Draw | null {
  const isNews = ({ nodeId, sequence }: { readonly nodeId: NodeId; readonly sequence: number }) =>
    nodeId === draw.nodeId && isAfter(draw.after, heard, sequence);
  const powers = new Set(node?.total.power.map(({ channel }) => channel));
  const watts = heard.readings.filter((reading) => isNews(reading) && powers.has(reading.channel));
  if (watts.some(({ value }) => Math.abs(value) >= DRAWS_STEPS)) return null;
  if (heard.events.some((event) => isNews(event) && event.channel === draw.channel && event.value === false))
    return null;
  return watts.length === 0 ? draw : { ...draw, isZero: true };
}
