import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LaterIcon } from "../../ui/later-icon.tsx";
import style from "./outcome.module.css";
import { toProgressWords } from "./progress-words.ts";
import type { ControlState } from "./use-control.ts";

/** Told by a word beside the value; nothing has to be read. */
function isBrief({ progress, isAway }: ControlState): boolean {
  if (progress === null || progress.phase === "confirmed") return true;
  return progress.phase === "sending" && !(isAway && progress.until !== null);
}

/** What becomes of what was asked for: read out as it changes, seen where it is more than a word. */
export function Outcome({ state }: { state: ControlState }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { progress, isAway, dismiss } = state;
  const isOver = progress?.phase === "ended" || progress?.phase === "refused";
  return (
    <div className={style.outcome} data-brief={isBrief(state)} data-over={isOver} data-testid="outcome">
      {progress && !isBrief(state) && (isOver ? <LaterIcon name="warn" size={20} /> : <Spinner />)}
      <p className={style.words} role="status">
        {progress && toProgressWords(progress, { text, locale, isAway })}
      </p>
      {isOver && (
        <button aria-label={text("command.dismiss")} className={style.dismiss} onClick={dismiss} type="button">
          <Icon name="close" size={18} />
        </button>
      )}
    </div>
  );
}

const Spinner = () => <span aria-hidden="true" className={style.spinner} />;

/** The word beside the value: on its way, or done. */
export function Brief({ state }: { state: ControlState }) {
  const text = useText();
  const { progress } = state;
  if (progress === null || !isBrief(state)) return null;
  const isDone = progress.phase === "confirmed";
  return (
    <span aria-hidden="true" className={style.brief} data-done={isDone}>
      {isDone ? <Icon name="check" size={16} /> : <Spinner />}
      {text(isDone ? "command.doneBrief" : "command.sending")}
    </span>
  );
}
