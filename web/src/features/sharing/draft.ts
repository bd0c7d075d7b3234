import {
  emailSchema,
  type Grant,
  type GrantRole,
  type GrantTerms,
  GUEST_GRANT_MS,
  grantTermsSchema,
} from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { nodeIdSchema } from "@lastmeter/model/ids";
import { type Resolution, resolutionSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { toDayInterval, toLocalDay } from "../../lib/local-day.ts";
import type { MessageId } from "../../lib/text.ts";

export const presets = ["household", "guest", "installer", "company"] as const;
export type Preset = (typeof presets)[number];

export const untilChoices = ["none", "day1", "day7", "day30", "year", "date"] as const;
export type UntilChoice = (typeof untilChoices)[number];

/** A share as it stands on the screen. */
export interface Draft {
  readonly preset: Preset;
  /** E-mail of a person, or the id of a company's program. */
  readonly who: string;
  /** Null: the whole home. */
  readonly nodeIds: readonly NodeId[] | null;
  readonly role: GrantRole;
  readonly resolution: Resolution;
  readonly channels: readonly string[] | null;
  /** Local day; "": now. */
  readonly from: string;
  readonly until: UntilChoice;
  /** Last local day, for `date`. */
  readonly lastDay: string;
  /** First local day that may be read; "": all. */
  readonly historyFrom: string;
  readonly purpose: string;
}

const DAY_MS = 86_400_000;
const lengths: Partial<Record<UntilChoice, number>> = {
  day1: DAY_MS,
  day7: 7 * DAY_MS,
  day30: GUEST_GRANT_MS,
  year: 365 * DAY_MS,
};

/** What each kind of person usually needs; the owner changes it as they like. */
const presetTerms = {
  household: { resolution: "raw", until: "none" },
  guest: { resolution: "day", until: "day30" },
  installer: { resolution: "raw", until: "day30" },
  company: { resolution: "day", until: "day30" },
} as const satisfies Record<Preset, Pick<Draft, "resolution" | "until">>;

export function toDraft(nodeIds: readonly NodeId[] | null): Draft {
  const common = {
    who: "",
    role: "viewer",
    channels: null,
    from: "",
    lastDay: "",
    historyFrom: "",
    purpose: "",
  } as const;
  return { preset: "guest", nodeIds, ...presetTerms.guest, ...common };
}

export function applyPreset(draft: Draft, preset: Preset): Draft {
  return { ...draft, preset, role: "viewer", ...presetTerms[preset] };
}

/** Who switches or administers sees everything; channels are chosen for one node at a time. */
export function normalize(draft: Draft): Draft {
  const role = draft.role === "admin" && draft.nodeIds !== null ? "operator" : draft.role;
  if (role !== "viewer") return { ...draft, role, resolution: "raw", channels: null };
  return draft.nodeIds?.length === 1 ? { ...draft, role } : { ...draft, role, channels: null };
}

/** The grant as a draft, for changing it. */
export function fromGrant(grant: Grant, now: number): Draft {
  const { nodeId, role, resolution, channels, from, until, historyFrom, purpose, timeZone } = grant;
  return {
    preset: grant.principal === "client" ? "company" : "guest",
    who: grant.label,
    nodeIds: nodeId === null ? null : [nodeId],
    role,
    resolution,
    channels,
    from: from <= now ? "" : toLocalDay(from, timeZone),
    until: until === null ? "none" : "date",
    lastDay: until === null ? "" : toLocalDay(until - 1, timeZone),
    historyFrom: historyFrom ?? "",
    purpose,
  };
}

type Held = Pick<Grant, "from" | "until"> | null;

function toStart(day: string, timeZone: string, held: Held): number {
  return held && toLocalDay(held.from, timeZone) === day ? held.from : toDayInterval(day, timeZone).startAt;
}

function toEnd(day: string, timeZone: string, held: Held): number {
  const until = held?.until ?? null;
  return until !== null && toLocalDay(until - 1, timeZone) === day ? until : toDayInterval(day, timeZone).endAt;
}

/** Terms of the draft, or why there are none. @param held the grant that is changed: a day nobody touched keeps its moment */
export function toTerms(draft: Draft, now: number, timeZone: string, held: Held = null): GrantTerms | MessageId {
  const { role, resolution, channels, historyFrom, purpose } = draft;
  if (draft.nodeIds?.length === 0) return "share.fault.nodes";
  if (channels?.length === 0) return "share.fault.channels";
  const from = draft.from === "" ? Math.min(held?.from ?? now, now) : toStart(draft.from, timeZone, held);
  const length = lengths[draft.until];
  if (draft.until === "date" && draft.lastDay === "") return "share.fault.until";
  const until =
    draft.until === "none"
      ? null
      : length === undefined
        ? toEnd(draft.lastDay, timeZone, held)
        : Math.max(from, now) + length;
  const terms = { role, resolution, channels, from, until, historyFrom: historyFrom || null, purpose: purpose.trim() };
  const parsed = grantTermsSchema.safeParse(terms);
  if (!parsed.success || (until !== null && until <= now)) return "share.fault.until";
  return parsed.data;
}

const clientIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));

/** A person by e-mail, or a program by its id; null: neither. */
export function toPrincipal(who: string): { email: string } | { clientId: string } | null {
  const email = emailSchema.safeParse(who.trim());
  if (email.success) return { email: email.data };
  const client = clientIdSchema.safeParse(who.trim());
  return client.success ? { clientId: client.data } : null;
}

/** `/consent?client=…&nodes=a,b&resolution=day&purpose=…&until=2027-01-31`; what is wrong or left out falls back to the careful choice. */
const consentSchema = z.object({
  client: z.catch(clientIdSchema, ""),
  nodes: z.catch(
    z.pipe(
      z.pipe(
        z.string(),
        z.transform((list) => list.split(",")),
      ),
      z.array(nodeIdSchema).check(z.minLength(1), z.maxLength(50)),
    ),
    [],
  ),
  resolution: z.catch(resolutionSchema, "day"),
  purpose: z.catch(z.string().check(z.maxLength(200)), ""),
  until: z.catch(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)), ""),
});

export function fromConsent(search: string): Draft {
  const params = new URLSearchParams(search);
  const get = (name: string) => params.get(name) ?? undefined;
  const asked = consentSchema.parse({
    client: get("client"),
    nodes: get("nodes"),
    resolution: get("resolution"),
    purpose: get("purpose"),
    until: get("until"),
  });
  const draft = applyPreset(toDraft(asked.nodes), "company");
  const ends = asked.until === "" ? {} : ({ until: "date", lastDay: asked.until } as const);
  return { ...draft, ...ends, who: asked.client, resolution: asked.resolution, purpose: asked.purpose };
}
