import type { GrantRole } from "@lastmeter/model/grant";
import type { Resolution } from "@lastmeter/model/time";
import type { networkAffairs, nodeAffairs } from "./access.ts";

const HOUR_MS = 3_600_000;

/** A grant as far as it matters here; `from` and `until` in ms from now, far enough away for a slow test. */
export interface VectorGrant {
  readonly role: GrantRole;
  readonly resolution: Resolution;
  readonly channels: readonly string[] | null;
  readonly from: number;
  readonly until: number | null;
  readonly historyFrom: string | null;
}

/**
 * `channels` null: the node's own documents; a list: those of the view `toViewId(node, channels)`, the whole view of a grant or one that is
 * not theirs. `bucketId`, `localDay` null: a list of all.
 */
export type VectorAsk =
  | {
      readonly kind: "series";
      readonly resolution: Resolution;
      readonly bucketId: string | null;
      readonly channels: readonly string[] | null;
    }
  | { readonly kind: "events"; readonly localDay: string | null; readonly channels: readonly string[] | null }
  | { readonly kind: "live"; readonly channels: readonly string[] | null }
  | { readonly kind: PlainKind };
type PlainKind = "node" | "watch" | "command" | (typeof nodeAffairs)[number] | (typeof networkAffairs)[number];

/** One row of the table that `firestore.rules` and `decideAccess` share. `command`: decided by functions only. */
export interface AccessVector {
  readonly name: string;
  readonly who: "owner" | "grantee";
  /** `nodes/{n}/grants/{uid}` */
  readonly grant: VectorGrant | null;
  /** `networks/{n}/grants/{uid}` */
  readonly networkGrant: VectorGrant | null;
  readonly ask: VectorAsk;
  readonly isAllowed: boolean;
}

const viewer = (resolution: Resolution, more: Partial<VectorGrant> = {}): VectorGrant => ({
  role: "viewer",
  resolution,
  channels: null,
  from: -HOUR_MS,
  until: HOUR_MS,
  historyFrom: null,
  ...more,
});
const operator = viewer("raw", { role: "operator" });
const admin = viewer("raw", { role: "admin", until: null });
const limited = ["power", "state"];
const others = ["voltage"];

const series = (
  resolution: Resolution,
  bucketId: string | null,
  channels: readonly string[] | null = null,
): VectorAsk => ({ kind: "series", resolution, bucketId, channels });
const events = (localDay: string | null, channels: readonly string[] | null = null): VectorAsk => ({
  kind: "events",
  localDay,
  channels,
});
const live = (channels: readonly string[] | null = null): VectorAsk => ({ kind: "live", channels });
const plain = (kind: PlainKind): VectorAsk => ({ kind });

type Row = readonly [
  name: string,
  grants: Partial<Pick<AccessVector, "grant" | "networkGrant" | "who">>,
  VectorAsk,
  boolean,
];

const buckets = {
  raw: "2026-06-15",
  quarter: "2026-06-15",
  hour: "2026-06-15",
  day: "2026-06",
  month: "2026",
} as const satisfies Record<Resolution, string>;
const resolutions = ["raw", "quarter", "hour", "day", "month"] as const;

/** Each finest by each asked. */
const fineness: readonly Row[] = resolutions.flatMap((finest, at) =>
  resolutions.flatMap((asked, coarseness): Row[] => [
    [
      `a ${asked} bucket by a ${finest} grant`,
      { grant: viewer(finest) },
      series(asked, buckets[asked]),
      coarseness >= at,
    ],
    [`all ${asked} buckets by a ${finest} grant`, { grant: viewer(finest) }, series(asked, null), coarseness >= at],
  ]),
);

const rawOnly: readonly Row[] = resolutions.flatMap((finest): Row[] => [
  [`events by a ${finest} grant`, { grant: viewer(finest) }, events("2026-06-15"), finest === "raw"],
  [`all events by a ${finest} grant`, { grant: viewer(finest) }, events(null), finest === "raw"],
  [`live by a ${finest} grant`, { grant: viewer(finest) }, live(), finest === "raw"],
  [`watching by a ${finest} grant`, { grant: viewer(finest) }, plain("watch"), finest === "raw"],
  [`the node by a ${finest} grant`, { grant: viewer(finest) }, plain("node"), true],
]);

const history: readonly Row[] = (
  [
    ["quarter", "2026-06-15", true],
    ["quarter", "2026-06-14", false],
    ["raw", "2026-06-15", true],
    ["raw", "2026-06-14", false],
    ["day", "2026-07", true],
    ["day", "2026-06", false],
    ["month", "2027", true],
    ["month", "2026", false],
    ["hour", null, false],
  ] as const
).map(([resolution, bucketId, isAllowed]) => [
  `${resolution} ${bucketId ?? "list"} of a history from the middle of June`,
  { grant: viewer("raw", { historyFrom: "2026-06-15" }) },
  series(resolution, bucketId),
  isAllowed,
]);

const times: readonly Row[] = (
  [
    ["that begins later", viewer("raw", { from: HOUR_MS, until: 2 * HOUR_MS }), false],
    ["that is over", viewer("raw", { from: -2 * HOUR_MS, until: -HOUR_MS }), false],
    ["without an end", viewer("raw", { until: null }), true],
    ["of now", viewer("raw"), true],
  ] as const
).flatMap(([when, grant, isAllowed]): Row[] => [
  [`a node by a grant ${when}`, { grant }, plain("node"), isAllowed],
  [`a bucket by a grant ${when}`, { grant }, series("day", "2026-06"), isAllowed],
  [`events by a grant ${when}`, { grant }, events("2026-06-15"), isAllowed],
  [`watching by a grant ${when}`, { grant }, plain("watch"), isAllowed],
  [`a command by a grant ${when}`, { grant: { ...grant, role: "operator" } }, plain("command"), isAllowed],
  [
    `config by an administrator's grant ${when}`,
    { networkGrant: { ...grant, role: "admin" } },
    plain("config"),
    isAllowed,
  ],
]);

const ofView = viewer("raw", { channels: limited });
const channels: readonly Row[] = [
  ["some channels: their copies", { grant: ofView }, series("raw", "2026-06-15", limited), true],
  ["some channels: all their copies", { grant: ofView }, series("hour", null, limited), true],
  ["some channels: the node's own bucket", { grant: ofView }, series("month", "2026"), false],
  ["some channels: the node's own buckets", { grant: ofView }, series("month", null), false],
  ["some channels: copies of others", { grant: ofView }, series("raw", "2026-06-15", others), false],
  ["some channels: their events", { grant: ofView }, events("2026-06-15", limited), true],
  ["some channels: the node's own events", { grant: ofView }, events("2026-06-15"), false],
  ["some channels: their live values", { grant: ofView }, live(limited), true],
  ["some channels: the node's own live values", { grant: ofView }, live(), false],
  ["some channels: the node", { grant: ofView }, plain("node"), true],
  ["some channels by day: a day", { grant: { ...ofView, resolution: "day" } }, series("day", "2026-06", limited), true],
  [
    "some channels by day: an hour",
    { grant: { ...ofView, resolution: "day" } },
    series("hour", "2026-06-15", limited),
    false,
  ],
  ["some channels by day: events", { grant: { ...ofView, resolution: "day" } }, events("2026-06-15", limited), false],
  ["some channels by day: live values", { grant: { ...ofView, resolution: "day" } }, live(limited), false],
  [
    "some channels: a copy from before their history",
    { grant: { ...ofView, historyFrom: "2026-06-15" } },
    series("raw", "2026-06-14", limited),
    false,
  ],
];

const nodeKinds = ["health", "grants", "repairs"] as const;
const networkKinds = [
  "network",
  "config",
  "deadLetters",
  "accessLog",
  "alarms",
  "rules",
  "members",
  "invitations",
] as const;
const affairs: readonly Row[] = [
  ...nodeKinds.flatMap((kind): Row[] => [
    [`${kind} by a viewer`, { grant: viewer("raw") }, plain(kind), false],
    [`${kind} by an operator`, { grant: operator }, plain(kind), false],
    [`${kind} by an administrator`, { grant: admin }, plain(kind), true],
    [`${kind} by nobody`, {}, plain(kind), false],
  ]),
  ...networkKinds.flatMap((kind): Row[] => [
    [`${kind} by a member`, { networkGrant: viewer("raw") }, plain(kind), false],
    [`${kind} by a member who operates`, { networkGrant: operator }, plain(kind), false],
    [`${kind} by an administrator of one node`, { grant: admin }, plain(kind), false],
    [`${kind} by an administrator`, { networkGrant: admin }, plain(kind), true],
    [`${kind} by the owner`, { who: "owner" }, plain(kind), true],
  ]),
  ["a command by a viewer", { grant: viewer("raw") }, plain("command"), false],
  ["a command by an operator", { grant: operator }, plain("command"), true],
  ["a command by an administrator", { grant: admin }, plain("command"), true],
  ["a command by nobody", {}, plain("command"), false],
  ["watching by an administrator of the network", { networkGrant: admin }, plain("watch"), true],
  ["watching by nobody", {}, plain("watch"), false],
  ["a node by nobody", {}, plain("node"), false],
  ["a month by nobody", {}, series("month", "2026"), false],
];

const owners: readonly Row[] = [
  ...resolutions.map((asked): Row => [`${asked} buckets by the owner`, { who: "owner" }, series(asked, null), true]),
  ["events by the owner", { who: "owner" }, events(null), true],
  ["live by the owner", { who: "owner" }, live(), true],
  ["a command by the owner", { who: "owner" }, plain("command"), true],
];

/** Every allowed one has its denied twin. */
export const accessVectors: readonly AccessVector[] = [
  ...fineness,
  ...rawOnly,
  ...history,
  ...times,
  ...channels,
  ...affairs,
  ...owners,
].map(([name, { who = "grantee", grant = null, networkGrant = null }, ask, isAllowed]) => ({
  name,
  who,
  grant,
  networkGrant,
  ask,
  isAllowed,
}));
