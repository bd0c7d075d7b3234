import { useLiveValue } from "../lib/live-value.ts";
import { useText } from "../lib/text.ts";
import style from "./given.module.css";
import { Icon } from "./icon.tsx";

/** Below this a meter's own noise decides the sign. */
const STILL_W = 0.5;

interface GivenProps {
  readonly role: string | null;
  /** W, + drawn. */
  readonly read: (now: number) => number | null;
}

/** An arrow out before the power of a node that gives: its figure is shown without the sign that only engineers read. */
export function Given({ role, read }: GivenProps) {
  const text = useText();
  const gives = useLiveValue((now) => (read(now) ?? 0) < -STILL_W);
  if (!gives) return null;
  return (
    <span className={style.given} data-role={role}>
      <Icon name="arrowOut" size={16} />
      <span className={style.word}>{text("node.gives")}</span>
    </span>
  );
}
