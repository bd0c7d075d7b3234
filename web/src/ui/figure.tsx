import type { Figure as FigureText } from "../lib/format.ts";
import style from "./live.module.css";

/** A number with its unit, smaller and lighter; a dash where it is not known. */
export function Figure({ figure }: { figure: FigureText | null }) {
  return (
    <span className={style.figure}>
      <span>{figure?.text ?? "–"}</span>
      {figure && <span className={style.unit}>{figure.unit}</span>}
    </span>
  );
}
