import style from "./fault.module.css";
import { LaterIcon } from "./later-icon.tsx";

interface FaultProps {
  readonly words: string;
  /** To be passed on; null: there is none. */
  readonly code: string | null;
  /** What stands before the code. */
  readonly label: string;
}

/** Why something could not be done, read out at once. */
export function Fault({ words, code, label }: FaultProps) {
  return (
    <div className={style.fault} role="alert">
      <LaterIcon name="warn" size={20} />
      <p>
        {words}
        {code !== null && (
          <small>
            {label} <code>{code}</code>
          </small>
        )}
      </p>
    </div>
  );
}
