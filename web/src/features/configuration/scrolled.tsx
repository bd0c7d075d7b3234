import type { ReactNode } from "react";
import style from "./configuration.module.css";

/** Text of a machine, in a frame of its own that scrolls. */
export function Scrolled({ label, testId, children }: { label: string; testId?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label={label} className={style.payload} data-testid={testId} tabIndex={0}>
      {children}
    </section>
  );
}
