import { useId } from "react";
import { toNumberText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { LaterIcon } from "../../ui/later-icon.tsx";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import { Frame } from "./frame.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";
import { useDraft } from "./use-draft.ts";
import { toNext, toScale } from "./value.ts";

/** A temperature, step by step; sent when the last tap has rested a moment. */
export function SetPointControl({ subject, control: { channel }, label, describedBy }: ControlProps<"setPoint">) {
  const text = useText();
  const locale = useWatched(localeValue);
  const labelId = useId();
  const state = useControl(subject, channel);
  const asking = useAsking(useReason(undefined, subject.node.protected === true));
  const scale = toScale(channel);
  const toText = (value: number) => `${toNumberText(value, locale, 1, 1)} ${scale.unit}`;
  const { draft, change } = useDraft((value: number) => {
    const question = text("command.ask.set", { name: subject.node.name, value: toText(value) });
    asking.ask({ question, yes: text("command.yes.set"), act: () => state.send(scale.toValue(value)) });
  });
  const reported = typeof state.reported === "number" ? state.reported : null;
  const next = draft ?? (typeof state.wanted === "number" ? state.wanted : null);
  const shown = next ?? reported;
  const isOff = state.hindrance !== null;
  const step = (way: 1 | -1) => change(toNext(scale, shown ?? (scale.min + scale.max) / 2, way), true);
  const button = (way: 1 | -1) => (
    <button
      aria-describedby={describedBy}
      aria-label={text(way === 1 ? "control.warmer" : "control.cooler", { name: label })}
      disabled={isOff || (shown !== null && (way === 1 ? shown >= scale.max : shown <= scale.min))}
      onClick={() => step(way)}
      type="button"
    >
      <LaterIcon name={way === 1 ? "plus" : "minus"} />
    </button>
  );
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={next === null ? null : toText(next)}
      now={reported === null ? text("control.notKnown") : toText(reported)}
      state={state}
    >
      <fieldset aria-labelledby={labelId} className={style.stepper}>
        {button(-1)}
        <output data-next={next !== null}>{shown === null ? "–" : toText(shown)}</output>
        {button(1)}
      </fieldset>
      {asking.dialog}
    </Frame>
  );
}
