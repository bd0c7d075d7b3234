import type { ReactNode } from "react";
import style from "./control.module.css";
import { Brief, Outcome } from "./outcome.tsx";
import type { ControlState } from "./use-control.ts";

interface FrameProps {
  readonly channel: string;
  readonly label: string;
  readonly labelId: string;
  readonly state: ControlState;
  /** What the device reported, in words. */
  readonly now: string;
  /** What is on its way, in words; null: nothing. */
  readonly next: string | null;
  /** At the side of the label. */
  readonly side?: ReactNode;
  /** Below it, as wide as there is room. */
  readonly children?: ReactNode;
}

/** One control: what it is, how it stands, what is on its way, and what became of it. */
export function Frame({ channel, label, labelId, state, now, next, side, children }: FrameProps) {
  return (
    <div
      className={style.control}
      data-channel={channel}
      data-phase={state.progress?.phase ?? "rest"}
      data-testid="control"
    >
      <div className={style.line}>
        <p className={style.words}>
          <span className={style.label} id={labelId}>
            {label}
          </span>
          <span className={style.now} data-testid="control-now">
            {now}
            {next !== null && next !== now && (
              <>
                <span aria-hidden="true"> → </span>
                <span className={style.next}>{next}</span>
              </>
            )}
            <Brief state={state} />
          </span>
        </p>
        {side}
      </div>
      {children}
      <Outcome state={state} />
    </div>
  );
}
