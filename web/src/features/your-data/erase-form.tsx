import type { Erased } from "@lastmeter/model/account";
import { type ReactNode, useState } from "react";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Notice } from "../../ui/parts.tsx";
import style from "./your-data.module.css";

interface EraseFormProps {
  readonly title: string;
  /** What goes, in plain words. */
  readonly words: string;
  /** To be typed, so that nothing is erased by a tap. */
  readonly expected: string;
  /** Whether the password is the right one; null: none is asked for. */
  readonly prove: ((password: string) => Promise<boolean>) | null;
  readonly onErase: () => Promise<Erased>;
  readonly testId: string;
  readonly children?: ReactNode;
}

/** One thing to erase, closed until it is asked for. */
export function EraseForm({ title, words, expected, prove, onErase, testId, children }: EraseFormProps) {
  const text = useText();
  const act = useAct();
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [isFinished, setFinished] = useState(true);
  const isReady = toComparable(typed) === toComparable(expected) && (prove === null || password !== "");
  const erase = async () => {
    if (prove && !(await prove(password))) return setWrong(true);
    setFinished((await onErase()).finished);
    setTyped("");
    setPassword("");
  };
  const submit = () => {
    setWrong(false);
    void act.run(erase);
  };
  return (
    <details className={style.erase} data-testid={testId}>
      <summary>
        <span>{title}</span>
        <Icon name="next" size={20} />
      </summary>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) submit();
        }}
      >
        <p>{words}</p>
        {children}
        <label className={style.field}>
          <span>{text("yourData.type", { expected })}</span>
          <input
            autoCapitalize="none"
            autoComplete="off"
            autoCorrect="off"
            name="typed"
            onChange={(event) => setTyped(event.target.value)}
            spellCheck={false}
            value={typed}
          />
        </label>
        {prove && (
          <label className={style.field}>
            <span>{text("yourData.password")}</span>
            <input
              autoComplete="current-password"
              name="password"
              onChange={(event) => setPassword(event.target.value)}
              type="password"
              value={password}
            />
          </label>
        )}
        {isWrong && !act.busy ? (
          <Notice icon="info">{text("yourData.wrongPassword")}</Notice>
        ) : (
          <Outcome act={act} done={text(isFinished ? "yourData.erased" : "yourData.erasing")} />
        )}
        <Button aria-busy={act.busy} className={style.danger} disabled={!isReady || act.busy} type="submit">
          {text(act.busy ? "yourData.busy" : "yourData.eraseNow")}
        </Button>
      </form>
    </details>
  );
}

/** Phones begin words with capitals and end them with blanks. */
const toComparable = (typed: string) => typed.trim().replaceAll(/\s+/g, " ").toLowerCase();
