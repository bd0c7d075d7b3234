import { useId } from "react";
import { toNumberText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { ControlProps } from "./control-props.ts";
import { Frame } from "./frame.tsx";
import { Slider } from "./slider.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";
import { useDraft } from "./use-draft.ts";
import { toKelvin, toScale } from "./value.ts";

/** Warm to cool, as a lamp looks. */
const WARMTH = "linear-gradient(to right, #ffb15c, #ffe3bd, #f6f6ff, #cfdcff)";

/** How much: brightness, position, speed; and warmth, which people know in kelvin though lamps count in mired. */
export function LevelControl({ subject, control, label, describedBy }: ControlProps<"level" | "warmth">) {
  const text = useText();
  const locale = useWatched(localeValue);
  const labelId = useId();
  const { channel, kind } = control;
  const state = useControl(subject, channel);
  const asking = useAsking(useReason(channel.feature, subject.node.protected === true));
  const scale = toScale(channel);
  const isWarmth = kind === "warmth";
  const toText = (shown: number) =>
    isWarmth
      ? `${toNumberText(toKelvin(shown), locale, 0)} K`
      : `${toNumberText(shown, locale, 1)} ${scale.unit}`.trim();
  const send = (shown: number) => {
    const question = text("command.ask.set", { name: subject.node.name, value: toText(shown) });
    asking.ask({ question, yes: text("command.yes.set"), act: () => state.send(scale.toValue(shown)) });
  };
  const { draft, change } = useDraft(send);
  const reported = typeof state.reported === "number" ? scale.toShown(state.reported) : null;
  const wanted = typeof state.wanted === "number" ? scale.toShown(state.wanted) : null;
  const shown = draft ?? wanted ?? reported ?? scale.min;
  // Mired fall as kelvin rise: the slider runs the other way, so that cool is on the right.
  const flip = (value: number) => (isWarmth ? scale.min + scale.max - value : value);
  const next = draft ?? wanted;
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={next === null ? null : toText(next)}
      now={reported === null ? text("control.notKnown") : toText(reported)}
      state={state}
    >
      <Slider
        describedBy={describedBy}
        isOff={state.hindrance !== null}
        isSending={state.wanted !== null}
        labelledBy={labelId}
        max={scale.max}
        min={scale.min}
        onMove={(value) => change(flip(value), false)}
        onRest={(value) => change(flip(value), true)}
        step={scale.step}
        track={isWarmth ? WARMTH : undefined}
        value={flip(shown)}
        valueText={toText(shown)}
      />
      {asking.dialog}
    </Frame>
  );
}
