import { useId } from "react";
import { useText } from "../../lib/text.ts";
import { type HueSaturation, toChromaticity, toHueSaturation } from "./colour.ts";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import type { ColourParts } from "./controls.ts";
import { Frame } from "./frame.tsx";
import { Slider } from "./slider.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl, useReported } from "./use-control.ts";
import { useDraft } from "./use-draft.ts";

const RAINBOW = "linear-gradient(to right, #f00, #ff0, #0f0, #0ff, #00f, #f0f, #f00)";
const toCss = ({ hue, saturation }: HueSaturation) => `hsl(${hue} 100% ${100 - saturation / 2}%)`;

type Parts = Readonly<Record<string, string | number | boolean>>;
const isNumber = (value: unknown): value is number => typeof value === "number";

function fromParts(first: unknown, second: unknown, by: ColourParts["by"]): HueSaturation | null {
  if (!isNumber(first) || !isNumber(second)) return null;
  return by === "hue" ? { hue: first, saturation: second } : toHueSaturation({ x: first, y: second });
}

/** Hue and how strong it is; told to the light in the terms it has. */
export function ColourControl({ subject, control: { channel, parts }, label, describedBy }: ControlProps<"colour">) {
  const text = useText();
  const labelId = useId();
  const state = useControl(subject, channel);
  const asking = useAsking(useReason(undefined, subject.node.protected === true));
  const [one, other] = parts.by === "hue" ? [parts.hue, parts.saturation] : [parts.x, parts.y];
  const first = useReported(subject.nodeId, one);
  const second = useReported(subject.nodeId, other);
  const reported = fromParts(first, second, parts.by);
  const { draft, change } = useDraft((colour: HueSaturation) => {
    const value: Parts = parts.by === "hue" ? { ...colour } : { ...toChromaticity(colour) };
    const question = text("command.ask.set", { name: subject.node.name, value: text("control.colour") });
    asking.ask({ question, yes: text("command.yes.set"), act: () => state.send(value) });
  });
  const { wanted } = state;
  const [a, b] = parts.by === "hue" ? ["hue", "saturation"] : ["x", "y"];
  const coming =
    typeof wanted === "object" && wanted !== null ? fromParts(wanted[a ?? ""], wanted[b ?? ""], parts.by) : null;
  const shown = draft ?? coming ?? reported ?? { hue: 0, saturation: 0 };
  const toText = ({ hue, saturation }: HueSaturation) =>
    text("control.colourAt", { hue: Math.round(hue), saturation: Math.round(saturation) });
  const next = draft ?? coming;
  const slider = (part: "hue" | "saturation", max: number, track: string) => (
    <Slider
      describedBy={describedBy}
      isOff={state.hindrance !== null}
      isSending={wanted !== null}
      label={text(part === "hue" ? "control.hue" : "control.saturation")}
      max={max}
      min={0}
      onMove={(value) => change({ ...shown, [part]: value }, false)}
      onRest={(value) => change({ ...shown, [part]: value }, true)}
      step={1}
      track={track}
      value={Math.round(shown[part])}
      valueText={toText(shown)}
    />
  );
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={next === null ? null : toText(next)}
      now={reported === null ? text("control.notKnown") : toText(reported)}
      side={<span aria-hidden="true" className={style.swatch} style={{ background: toCss(shown) }} />}
      state={state}
    >
      {slider("hue", 360, RAINBOW)}
      {slider("saturation", 100, `linear-gradient(to right, #fff, hsl(${shown.hue} 100% 50%))`)}
      {asking.dialog}
    </Frame>
  );
}
