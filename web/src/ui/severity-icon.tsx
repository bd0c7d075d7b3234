import type { Severity } from "@lastmeter/model/alarm";
import { useText } from "../lib/text.ts";
import { Icon } from "./icon.tsx";
import { LaterIcon } from "./later-icon.tsx";
import style from "./severity-icon.module.css";

/** How bad it is: by shape and colour, and said to screen readers. */
export function SeverityIcon({ severity, isOver = false }: { severity: Severity; isOver?: boolean }) {
  const text = useText();
  return (
    <span className={style.icon} data-severity={isOver ? "over" : severity}>
      {isOver ? (
        <Icon name="check" size={20} />
      ) : severity === "info" ? (
        <Icon name="info" size={20} />
      ) : (
        <LaterIcon name={severity === "critical" ? "bolt" : "warn"} size={20} />
      )}
      <span className={style.word}>{text(isOver ? "alarms.state.cleared" : `severity.${severity}`)}</span>
    </span>
  );
}
