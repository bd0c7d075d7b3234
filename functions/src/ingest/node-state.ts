import type { Slot } from "@lastmeter/model/series";
import type { OpenChunk } from "./open-chunk.ts";
import type { SlotSum } from "./slot-sum.ts";

/** What an owner decided of a stretch of time `[from, to)`; see `repair/`. */
export interface StretchRule {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** `exclude`: nothing of it counts. `accept`: what would be suspect counts. */
  readonly action: "exclude" | "accept";
}

/** What ingest remembers of one node between batches. Channels are known by `ix`. Times in ms, values in steps. */
export interface NodeState {
  /** A live document was written. */
  shown: boolean;
  /** Of the queue epoch whose sequences the channels remember. */
  epoch: number;
  /** Newest reading that counts; the open slots are those that contain it. 0: none yet. */
  clock: number;
  /** Newest message or fact, counted or not, and its sequence in the present queue epoch (-1: none): what is older is late. */
  lastAt: number;
  lastSequence: number;
  /** Who is known to be away (`presence.ts`), as bits; 0: nobody. Then nothing is held from `clock` on: it is missing. */
  away: number;
  /** First message after that, which may be a cached one; 0: none yet. */
  backAt: number;
  /** When quarter slots last closed. */
  passedAt: number;
  seenAt: number;
  readonly channels: Map<number, ChannelState>;
  /** Last known value of event channels: the next one is an event if it differs. */
  readonly events: Map<number, KnownValue>;
  /** Values that have no series, and newest values that ran ahead of a backlog. */
  readonly values: Map<number, KnownValue>;
  /** Closed slots that are not written yet, or whose energy is not settled yet; by time. */
  waiting: WaitingSlot[];
  chunk: OpenChunk | null;
  /** End of the local day of the newest reading, and the packed state from before its first one until a chunk takes it along. */
  dayEndAt: number;
  checkpoint: Uint8Array | null;
  rules: readonly StretchRule[];
  /** The raw bucket in use: a day's parts are kept below their cap. */
  room: RawRoom;
  /** ∫ power of the open local day, drawn and given, in steps × ms: for nodes without registers. */
  inSteps: number;
  outSteps: number;
}

/** The part of a local day that takes the next chunk, and how much is in it. */
export interface RawRoom {
  readonly day: string;
  part: number;
  bytes: number;
}

export interface KnownValue {
  readonly value: string | number | boolean;
  readonly at: number;
}

export interface ChannelState {
  /** The newest reading that counts. */
  value: number;
  at: number;
  sequence: number;
  /** Up to here the value is in the open quarter's sum. */
  heldTo: number;
  /** Something was missing since its last reading: the value is not known until the next. */
  stale: boolean;
  /** Open quarter, hour, day, month; each holds what the finer one has handed up. */
  readonly sums: [SlotSum | null, SlotSum | null, SlotSum | null, SlotSum | null];
  register: RegisterState | null;
}

/** See register.md. */
export interface RegisterState {
  /** The report from which energy is allotted. */
  knotAt: number;
  knotValue: number;
  /** Latest report of the same value. */
  sameAt: number;
  /** Weights since the knot are power × ms, else ms. */
  byPower: boolean;
  weight: number;
  /** Slot boundaries passed since the knot, with the weight then. */
  pending: Boundary[];
  /** Counted since the open quarter, hour, day, month began, up to the knot; of that, what belongs to no finer slot. */
  readonly since: [number, number, number, number];
  readonly unplaced: [number, number, number, number];
  /** Since the knot nothing was heard in this stretch. */
  gap: { from: number; to: number } | null;
  /** The register stands below its knot: a glitch, a cached value, or it began again. `weight` and `at`: of its first report. */
  low: {
    value: number;
    last: number;
    rises: number;
    lastAt: number;
    at: number;
    weight: number;
    /** As below, at `lastAt`. */
    credit: number;
    /** The last report above it. */
    knotAt: number;
  } | null;
  /** The next report that differs begins a new segment: the calibration changed, or a stretch was excluded. */
  fresh: boolean;
  /** A report that rose beyond the physical, until the next shows whether the register really stands there. */
  doubt: { value: number; at: number; credit: number } | null;
  /** By how much it may rise at the knot beyond what its connection carries (`credit.ts`), in thousandths of a step. */
  credit: number;
}

export interface Boundary {
  readonly at: number;
  readonly weight: number;
}

export interface WaitingSlot {
  /** 0 quarter, 1 hour, 2 day, 3 month. */
  readonly level: number;
  slot: Slot;
  written: boolean;
  /** 0, or since when what is written is not what is known. */
  dirtyAt: number;
}

export function newNodeState(): NodeState {
  return {
    shown: false,
    epoch: 0,
    clock: 0,
    lastAt: 0,
    lastSequence: -1,
    away: 0,
    backAt: 0,
    passedAt: 0,
    seenAt: 0,
    channels: new Map(),
    events: new Map(),
    values: new Map(),
    waiting: [],
    chunk: null,
    dayEndAt: 0,
    checkpoint: null,
    rules: [],
    room: { day: "", part: 0, bytes: 0 },
    inSteps: 0,
    outSteps: 0,
  };
}
