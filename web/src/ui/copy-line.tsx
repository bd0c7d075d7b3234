import { useState } from "react";
import style from "./copy-line.module.css";
import { Icon } from "./icon.tsx";
import { Button } from "./parts.tsx";
import { RareIcon } from "./rare-icon.tsx";

interface CopyLineProps {
  /** What it is, for screen readers. */
  readonly label: string;
  readonly value: string;
  readonly copy: string;
  readonly copied: string;
  readonly testId?: string;
}

/** A key or a command, to be read or copied whole. */
export function CopyLine({ label, value, copy, copied, testId }: CopyLineProps) {
  const [isCopied, setCopied] = useState(false);
  const take = () =>
    void navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <div className={style.line}>
      <code data-testid={testId}>{value}</code>
      <Button aria-label={`${copy}: ${label}`} look="soft" onClick={take}>
        {isCopied ? <Icon name="check" size={20} /> : <RareIcon name="copy" size={20} />}
        <span aria-live="polite">{isCopied ? copied : copy}</span>
      </Button>
    </div>
  );
}
