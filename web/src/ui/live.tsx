import { type ComponentProps, useEffect, useRef } from "react";
import type { Figure } from "../lib/format.ts";
import { addPainter, setAttribute, setText } from "../lib/paint.ts";
import style from "./live.module.css";

/** Runs `paint` on the element now, on new data and once a second, without drawing the component again. */
export function usePaint<E extends Element>(paint: (element: E, now: number) => void) {
  const element = useRef<E>(null);
  const latest = useRef(paint);
  latest.current = paint;
  // Without dependencies: after each drawing the painter runs again, so that React never leaves an old text behind.
  useEffect(() =>
    addPainter((now) => {
      if (element.current) latest.current(element.current, now);
    }),
  );
  return element;
}

interface LiveTextProps extends Omit<ComponentProps<"span">, "children" | "ref"> {
  readonly read: (now: number) => string;
}

/** A text that is written by a painter, e.g. an age. */
export function LiveText({ read, ...rest }: LiveTextProps) {
  const element = usePaint<HTMLSpanElement>((span, now) => setText(span, read(now)));
  return <span {...rest} ref={element} />;
}

/** A figure with what machines may read of it; `before` is the unit on show. */
export interface LiveFigureValue extends Figure {
  readonly attributes?: Readonly<Record<string, string>>;
}

interface LiveFigureProps extends Omit<ComponentProps<"span">, "children" | "ref"> {
  readonly read: (now: number, before: string | null) => LiveFigureValue | null;
}

/** A number with its unit, smaller and lighter; a dash where it is not known. */
export function LiveFigure({ read, className, ...rest }: LiveFigureProps) {
  const element = usePaint<HTMLSpanElement>((span, now) => {
    const [value, unit] = [span.firstElementChild, span.lastElementChild];
    if (!value || !unit) return;
    const figure = read(now, unit.textContent);
    setText(value, figure?.text ?? "–");
    setText(unit, figure?.unit ?? "");
    for (const [name, text] of Object.entries(figure?.attributes ?? {})) {
      setAttribute(span, name, text);
    }
  });
  return (
    <span {...rest} className={className ? `${style.figure} ${className}` : style.figure} ref={element}>
      <span />
      <span className={style.unit} />
    </span>
  );
}
