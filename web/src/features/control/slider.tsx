import { useEffect, useRef } from "react";
import style from "./slider.module.css";

interface SliderProps {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly isOff: boolean;
  /** Shown where the thumb stands is not what the device reported. */
  readonly isSending: boolean;
  readonly labelledBy?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy: string | undefined;
  readonly valueText: string;
  /** CSS background of the track: a colour is chosen by what it looks like. */
  readonly track?: string | undefined;
  readonly onMove: (value: number) => void;
  /** Let go: by pointer, or by a key. */
  readonly onRest: (value: number) => void;
}

/** Sent when it is let go, never on the way. */
export function Slider(props: SliderProps) {
  const { min, max, step, value, isOff, isSending, labelledBy, label, describedBy, valueText, track } = props;
  const input = useRef<HTMLInputElement>(null);
  const onRest = useRef(props.onRest);
  onRest.current = props.onRest;
  useEffect(() => {
    // React's onChange is the DOM's `input`; the DOM's own `change` comes when the thumb is let go.
    const element = input.current;
    const rest = () => element && onRest.current(Number(element.value));
    element?.addEventListener("change", rest);
    return () => element?.removeEventListener("change", rest);
  }, []);
  const share = `${((value - min) / (max - min)) * 100}%`;
  return (
    <input
      aria-busy={isSending}
      aria-describedby={describedBy}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-valuetext={valueText}
      className={style.slider}
      data-track={track !== undefined}
      disabled={isOff}
      max={max}
      min={min}
      onChange={(event) => props.onMove(Number(event.target.value))}
      ref={input}
      step={step}
      style={{ "--share": share, "--track": track } as React.CSSProperties}
      type="range"
      value={value}
    />
  );
}
