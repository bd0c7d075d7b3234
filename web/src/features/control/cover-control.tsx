import { useId } from "react";
import { toNumberText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LaterIcon } from "../../ui/later-icon.tsx";
import { Button } from "../../ui/parts.tsx";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import { toWord } from "./control-words.ts";
import { Frame } from "./frame.tsx";
import { LevelControl } from "./level-control.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl, useReported } from "./use-control.ts";

const icons = {
  open: <Icon name="arrowOut" size={20} />,
  stop: <LaterIcon name="stop" size={20} />,
  close: <Icon name="arrowIn" size={20} />,
};
const toIcon = (word: string) => Object.entries(icons).find(([name]) => name === word.toLowerCase())?.[1];

/** Stop is in the middle, where it is found without looking. */
function toInOrder<T>(values: readonly T[]): T[] {
  const order = ["OPEN", "STOP", "CLOSE"];
  const rank = (value: T) => order.indexOf(String(value).toUpperCase());
  return [...values].sort((a, b) => rank(a) - rank(b));
}

/** Moves something heavy: asks first, but stops at once. */
export function CoverControl({ subject, control, label, describedBy }: ControlProps<"cover">) {
  const text = useText();
  const locale = useWatched(localeValue);
  const labelId = useId();
  const { channel, position } = control;
  const state = useControl(subject, channel);
  const asking = useAsking(useReason("cover", false));
  const at = useReported(subject.nodeId, position);
  const { reported, wanted } = state;
  const isOff = state.hindrance !== null;
  const press = (native: string | number | boolean) => {
    const word = toWord(native, text);
    if (String(native).toUpperCase() === "STOP") return state.send(native);
    asking.ask({
      question: text("command.ask.move", { name: subject.node.name, value: word }),
      yes: word,
      act: () => state.send(native),
    });
  };
  const now =
    typeof at === "number"
      ? text("control.openBy", { share: toNumberText(at, locale, 0) })
      : reported === null
        ? text("control.notKnown")
        : toWord(reported, text);
  return (
    <>
      <Frame
        channel={channel.key}
        label={label}
        labelId={labelId}
        next={wanted === null || typeof wanted === "object" ? null : toWord(wanted, text)}
        now={now}
        state={state}
      >
        <fieldset aria-describedby={describedBy} aria-labelledby={labelId} className={style.buttons}>
          {toInOrder(channel.values ?? []).map((native) => (
            <Button disabled={isOff} key={String(native)} look="soft" onClick={() => press(native)}>
              {toIcon(String(native))}
              {toWord(native, text)}
            </Button>
          ))}
        </fieldset>
        {asking.dialog}
      </Frame>
      {position && (
        <LevelControl
          control={{ kind: "level", channel: position }}
          describedBy={describedBy}
          label={text("control.position")}
          subject={subject}
        />
      )}
    </>
  );
}
