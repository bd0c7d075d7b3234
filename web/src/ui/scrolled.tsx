import type { ReactNode } from "react";

interface ScrolledProps {
  readonly label: string;
  readonly className: string | undefined;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A frame of its own that scrolls, and that the keyboard reaches. */
export function Scrolled({ label, className, testId, children }: ScrolledProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section aria-label={label} className={className} data-testid={testId} tabIndex={0}>
      {children}
    </section>
  );
}
