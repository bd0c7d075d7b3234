import { z } from "zod/mini";

const WINDOW = 64n;
const MASK = (1n << WINDOW) - 1n;

/**
 * Which sequence numbers of a session were used: `top` is the highest (−1: none), bit i of `seen` (16 hex characters) stands for
 * `top − i`. As in IPsec (RFC 4303, 3.4.3), 64 wide.
 */
export const replayWindowSchema = z.strictObject({
  top: z.int().check(z.gte(-1)),
  seen: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
});
export type ReplayWindow = z.infer<typeof replayWindowSchema>;

export const emptyReplayWindow: ReplayWindow = { top: -1, seen: "0000000000000000" };

/** The window after `seq` was used; null where it was used before or is too old to tell. Only for frames that were opened. */
export function decideReplay(window: ReplayWindow, seq: number): ReplayWindow | null {
  const seen = BigInt(`0x${window.seen}`);
  if (seq > window.top) {
    const shift = BigInt(seq - window.top);
    return toWindow(seq, shift >= WINDOW ? 1n : ((seen << shift) | 1n) & MASK);
  }
  const age = BigInt(window.top - seq);
  const bit = 1n << age;
  if (age >= WINDOW || (seen & bit) !== 0n) return null;
  return toWindow(window.top, seen | bit);
}

function toWindow(top: number, seen: bigint): ReplayWindow {
  return { top, seen: seen.toString(16).padStart(16, "0") };
}
