import { useEffect, useRef, useState } from "react";
import style from "./confirm.module.css";
import { Button } from "./parts.tsx";

interface ConfirmProps {
  /** On the button that asks. */
  readonly label: string;
  /** What it is about, for screen readers: `End, Anna`. */
  readonly about?: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly look?: "soft" | "plain";
  /** It ends nothing for good: in no colour of warning. */
  readonly calm?: boolean;
  readonly disabled?: boolean;
  readonly testId?: string;
  readonly onYes: () => Promise<void>;
}

/** An act that ends something: the button gives way to the question, in its place. */
export function Confirm({
  label,
  about,
  question,
  yes,
  no,
  look = "plain",
  calm = false,
  disabled,
  testId,
  onYes,
}: ConfirmProps) {
  const [phase, setPhase] = useState<"rest" | "asking" | "busy">("rest");
  const keep = useRef<HTMLButtonElement>(null);
  const ask = useRef<HTMLButtonElement>(null);
  const before = useRef(phase);
  useEffect(() => {
    if (phase === "asking") keep.current?.focus({ preventScroll: true });
    if (phase === "rest" && before.current !== "rest") ask.current?.focus({ preventScroll: true });
    before.current = phase;
  }, [phase]);
  if (phase === "rest") {
    return (
      <Button
        aria-label={about === undefined ? undefined : `${label}, ${about}`}
        className={calm ? undefined : style.danger}
        data-testid={testId}
        disabled={disabled}
        look={look}
        onClick={() => setPhase("asking")}
        ref={ask}
      >
        {label}
      </Button>
    );
  }
  const go = async () => {
    setPhase("busy");
    await onYes();
    setPhase("rest");
  };
  return (
    <fieldset className={style.question} data-calm={calm}>
      <legend>{question}</legend>
      <div className={style.buttons}>
        <Button
          aria-busy={phase === "busy"}
          className={calm ? undefined : style.sure}
          data-testid={testId && `${testId}-yes`}
          disabled={phase === "busy"}
          onClick={() => void go()}
        >
          {yes}
        </Button>
        <Button disabled={phase === "busy"} look="plain" onClick={() => setPhase("rest")} ref={keep}>
          {no}
        </Button>
      </div>
    </fieldset>
  );
}
