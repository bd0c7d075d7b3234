import { toClockText } from "../../lib/format.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import style from "./steps.module.css";
import type { WatchStep } from "./watch-steps.ts";

/** A gateway that says nothing for so long names another network, or cannot reach anybody: only it can tell. */
const STUCK_MS = 60_000;

interface StepsProps {
  readonly steps: readonly WatchStep[];
  readonly timeZone: string;
  /** Null: not known yet. */
  readonly keyMadeAt: number | null;
}

/** A new gateway's way, read out as it goes on; below the step that is waited for, what to do. */
export function Steps({ steps, timeZone, keyMadeAt }: StepsProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const isStuck = useLiveValue((now) => keyMadeAt !== null && now - keyMadeAt > STUCK_MS);
  return (
    <ol aria-live="polite" className={style.steps}>
      {steps.map(({ step, state, at }) => (
        <li data-state={state} data-testid={`step-${step}`} key={step}>
          <span className={style.mark}>{state === "done" && <Icon name="check" size={16} />}</span>
          <div>
            <strong>{text(`step.${step}.${state === "done" ? "done" : "wait"}`)}</strong>
            {at !== null && <small>{toClockText(at, locale, timeZone)}</small>}
            {state === "now" && <p>{text(`step.${step}.text`)}</p>}
            {state === "now" && step === "hello" && isStuck && <Stuck />}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Stuck() {
  const text = useText();
  return (
    <div className={style.stuck} data-testid="stuck">
      <p>{text("step.hello.stuck")}</p>
      <CopyLine
        copied={text("key.copied")}
        copy={text("key.copy")}
        label={text("step.hello.stuck")}
        value="sudo lastmeter-bridge doctor"
      />
    </div>
  );
}
