import { useId } from "react";
import { useText } from "../../lib/text.ts";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import { toWord } from "./control-words.ts";
import { Frame } from "./frame.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";

/** More letters than this side by side are not read on a phone. */
const MAX_LETTERS = 26;

/** One of the words a device knows: side by side where they fit, else a list. */
export function ChoiceControl({ subject, control: { channel }, label, describedBy }: ControlProps<"choice">) {
  const text = useText();
  const labelId = useId();
  const state = useControl(subject, channel);
  const { feature } = channel;
  const asking = useAsking(useReason(feature, subject.node.protected === true));
  const { reported, wanted } = state;
  const isOff = state.hindrance !== null;
  const words = [...new Set((channel.values ?? []).map(String))];
  const now = reported === null ? null : String(reported);
  const next = wanted === null ? null : String(wanted);
  const set = (word: string) => {
    const native = channel.values?.find((value) => String(value) === word) ?? word;
    const question = text("command.ask.set", { name: subject.node.name, value: toWord(word, text) });
    asking.ask({ question, yes: text("command.yes.set"), act: () => state.send(native) });
  };
  const isShort = words.length <= 5 && words.map((word) => toWord(word, text)).join("").length <= MAX_LETTERS;
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={next === null ? null : toWord(next, text)}
      now={now === null ? text("control.notKnown") : toWord(now, text)}
      side={
        isShort ? undefined : (
          <select
            aria-describedby={describedBy}
            aria-labelledby={labelId}
            className={style.select}
            disabled={isOff}
            onChange={(event) => set(event.target.value)}
            value={now ?? ""}
          >
            {(now === null || !words.includes(now)) && <option value={now ?? ""}>–</option>}
            {words.map((word) => (
              <option key={word} value={word}>
                {toWord(word, text)}
              </option>
            ))}
          </select>
        )
      }
      state={state}
    >
      {isShort && (
        <fieldset aria-describedby={describedBy} aria-labelledby={labelId} className={style.choices}>
          {words.map((word) => (
            <button
              aria-pressed={word === now}
              data-next={word === next}
              disabled={isOff}
              key={word}
              onClick={() => set(word)}
              type="button"
            >
              {toWord(word, text)}
            </button>
          ))}
        </fieldset>
      )}
      {asking.dialog}
    </Frame>
  );
}
