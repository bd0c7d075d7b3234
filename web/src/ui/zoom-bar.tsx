import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import { LaterIcon } from "./later-icon.tsx";
import style from "./zoom-bar.module.css";

export interface ZoomWords {
  readonly closer: string;
  readonly wider: string;
  readonly whole: string;
  readonly earlier: string;
  readonly later: string;
}

interface ZoomBarProps {
  readonly words: ZoomWords;
  /** Less than all is in sight. */
  readonly zoomed: boolean;
  readonly onZoom: (factor: number) => void;
  /** By a share of what is in sight. */
  readonly onPan: (share: number) => void;
}

/** Everything a pinch and a drag can do, for one thumb, keyboard and screen reader. */
export function ZoomBar({ words, zoomed, onZoom, onPan }: ZoomBarProps) {
  const button = (icon: ReactNode, label: string, act: () => void, enabled = true) => (
    <button aria-disabled={!enabled} aria-label={label} onClick={() => enabled && act()} title={label} type="button">
      {icon}
    </button>
  );
  return (
    <div className={style.bar}>
      {button(<Icon name="back" size={20} />, words.earlier, () => onPan(-0.5), zoomed)}
      {button(<LaterIcon name="minus" size={20} />, words.wider, () => onZoom(2), zoomed)}
      <button aria-disabled={!zoomed} className={style.whole} onClick={() => zoomed && onZoom(1e6)} type="button">
        {words.whole}
      </button>
      {button(<LaterIcon name="plus" size={20} />, words.closer, () => onZoom(0.5))}
      {button(<Icon name="next" size={20} />, words.later, () => onPan(0.5), zoomed)}
    </div>
  );
}
