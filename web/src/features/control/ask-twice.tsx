import { useEffect, useId, useRef } from "react";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./ask-twice.module.css";

interface AskTwiceProps {
  readonly question: string;
  /** Why it is asked. */
  readonly why: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
}

/** What could hurt somebody, or was marked by the owner, needs a second tap. The focus is on the way out. */
export function AskTwice({ question, why, yes, onYes, onClose }: AskTwiceProps) {
  const text = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      aria-describedby={`${id}-why`}
      aria-labelledby={`${id}-question`}
      className={style.sheet}
      data-testid="ask-twice"
      onClose={onClose}
      ref={dialog}
    >
      <h2 id={`${id}-question`}>{question}</h2>
      <p id={`${id}-why`}>{why}</p>
      <div className={style.buttons}>
        <Button
          data-testid="ask-twice-yes"
          onClick={() => {
            onYes();
            close();
          }}
        >
          {yes}
        </Button>
        <Button autoFocus look="soft" onClick={close}>
          {text("command.no")}
        </Button>
      </div>
    </dialog>
  );
}
