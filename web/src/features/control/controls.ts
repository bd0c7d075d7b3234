import type { Channel } from "@lastmeter/model/channel";
import type { Node } from "@lastmeter/model/node";

/** How a person tells a node something; made from what its channels are, whatever the model is called. */
export type Control =
  | Plain<"switch" | "lock" | "choice" | "setPoint" | "level" | "warmth" | "entry">
  | {
      readonly kind: "cover";
      /** Has the words to move it. */
      readonly channel: Channel;
      readonly position: Channel | null;
    }
  | { readonly kind: "colour"; readonly channel: Channel; readonly parts: ColourParts };

type Plain<K extends string> = K extends string ? { readonly kind: K; readonly channel: Channel } : never;

/** What the light is told its colour by. */
export type ColourParts =
  | { readonly by: "hue"; readonly hue: Channel; readonly saturation: Channel }
  | { readonly by: "xy"; readonly x: Channel; readonly y: Channel };

const order: readonly Control["kind"][] = [
  "switch",
  "lock",
  "cover",
  "level",
  "setPoint",
  "warmth",
  "colour",
  "choice",
  "entry",
];

/** The controls of a node, those people use most first. */
export function toControls({ channels }: Pick<Node, "channels">): readonly Control[] {
  const all = Object.values(channels).filter(({ retired }) => !retired);
  const own = all.filter(({ kind, settable, path }) => kind === "control" && settable && path.length === 1);
  const covers = own.filter(isCover);
  const moved = covers.map((cover) => findPosition(cover, own));
  const controls = own.flatMap((channel): Control[] => {
    if (moved.includes(channel)) return [];
    const control = isCover(channel)
      ? ({ kind: "cover", channel, position: findPosition(channel, own) } as const)
      : toControl(channel, all);
    return control ? [control] : [];
  });
  const rank = ({ kind }: Control) => order.indexOf(kind);
  return controls.sort((a, b) => rank(a) - rank(b) || a.channel.ix - b.channel.ix);
}

const isCover = ({ feature, type }: Channel): boolean => feature === "cover" && type === "enum";

function findPosition(cover: Channel, own: readonly Channel[]): Channel | null {
  const isPosition = ({ feature, type, key, endpoint }: Channel) =>
    feature === "cover" && type === "numeric" && endpoint === cover.endpoint && key.startsWith("position");
  return own.find(isPosition) ?? null;
}

function toControl(channel: Channel, all: readonly Channel[]): Control | null {
  const { type, feature, quantity, min, max } = channel;
  if (type === "binary") return { kind: feature === "lock" ? "lock" : "switch", channel };
  if (type === "enum") return { kind: "choice", channel };
  if (type === "text") return { kind: "entry", channel };
  if (type === "composite") {
    const parts = toColourParts(channel, all);
    return parts && { kind: "colour", channel, parts };
  }
  if (type !== "numeric") return null;
  if (min === undefined || max === undefined || max <= min) return { kind: "entry", channel };
  if (quantity === "temperature") return { kind: "setPoint", channel };
  return { kind: quantity === "colorTemperature" ? "warmth" : "level", channel };
}

/** By hue where the light has both: it is what people think in. */
function toColourParts({ path: [property] }: Channel, all: readonly Channel[]): ColourParts | null {
  const find = (name: string) => all.find(({ path }) => path.length === 2 && path[0] === property && path[1] === name);
  const [hue, saturation, x, y] = ["hue", "saturation", "x", "y"].map(find);
  if (hue && saturation) return { by: "hue", hue, saturation };
  return x && y ? { by: "xy", x, y } : null;
}
