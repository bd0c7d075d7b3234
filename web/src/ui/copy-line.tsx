import { useState } from "react";
import style from "./copy-line.module.css";
import { Icon } from "./icon.tsx";
import { Button } from "./parts.tsx";

interface CopyLineProps {
  readonly label: string;
  readonly value: string;
  readonly copy: string;
  readonly copied: string;
  readonly testId?: string;
}

/** A line for a machine: shown whole, selected by a tap, copied by another. */
export function CopyLine({ label, value, copy, copied, testId }: CopyLineProps) {
  const [done, setDone] = useState(false);
  const take = () =>
    void navigator.clipboard.writeText(value).then(
      () => setDone(true),
      () => undefined,
    );
  return (
    <div className={style.line}>
      <span className={style.label}>{label}</span>
      <code className={style.code} data-testid={testId}>
        {value}
      </code>
      <Button aria-label={`${copy}, ${label}`} look="soft" onClick={take}>
        <Icon name={done ? "check" : "share"} size={20} />
        <span aria-live="polite">{done ? copied : copy}</span>
      </Button>
    </div>
  );
}
