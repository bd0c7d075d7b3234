import { useText } from "../../lib/text.ts";
import style from "./progress.module.css";

const steps = [1, 2, 3, 4] as const;

/** How far the wizard is. */
export function Progress({ now }: { now: number }) {
  const text = useText();
  return (
    <div className={style.progress}>
      <p>{text("add.step", { now, all: steps.length })}</p>
      <div aria-hidden="true" className={style.bars}>
        {steps.map((step) => (
          <span data-done={step <= now} key={step} />
        ))}
      </div>
    </div>
  );
}
