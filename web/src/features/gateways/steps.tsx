import { toClockText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import style from "./steps.module.css";
import type { WatchStep } from "./watch-steps.ts";

/** A new gateway's way, read out as it goes on; below the step that is waited for, what to do. */
export function Steps({ steps, timeZone }: { steps: readonly WatchStep[]; timeZone: string }) {
  const text = useText();
  const locale = useWatched(localeValue);
  return (
    <ol aria-live="polite" className={style.steps}>
      {steps.map(({ step, state, at }) => (
        <li data-state={state} data-testid={`step-${step}`} key={step}>
          <span className={style.mark}>{state === "done" && <Icon name="check" size={16} />}</span>
          <div>
            <strong>{text(`step.${step}.${state === "done" ? "done" : "wait"}`)}</strong>
            {at !== null && <small>{toClockText(at, locale, timeZone)}</small>}
            {state === "now" && <p>{text(`step.${step}.text`)}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
