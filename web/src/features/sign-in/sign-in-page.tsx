import { type FormEvent, type ReactNode, useState } from "react";
import { type MessageId, useText } from "../../lib/text.ts";
import { Icon, Logo } from "../../ui/icon.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { LocalAccounts } from "./local-accounts.tsx";
import { PasswordField } from "./password-field.tsx";
import style from "./sign-in-page.module.css";
import { type Mode, useSignIn } from "./use-sign-in.ts";

const words = {
  signIn: { title: "signIn.title", submit: "signIn.submit" },
  signUp: { title: "signUp.title", submit: "signUp.submit" },
  reset: { title: "reset.title", submit: "reset.submit" },
} satisfies Record<Mode, Record<"title" | "submit", MessageId>>;

/** @param intro why somebody is asked to sign in, where there is a reason of its own */
export function SignInPage({ intro }: { intro?: ReactNode }) {
  const text = useText();
  const [mode, setMode] = useState<Mode>("signIn");
  const { busy, fault, sentTo, submit, clear } = useSignIn();
  useTitle(text(words[mode].title));
  const change = (next: Mode) => {
    clear();
    setMode(next);
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void submit(mode, String(form.get("email") ?? "").trim(), String(form.get("password") ?? ""));
  };
  return (
    <main className={style.page}>
      <header className={style.brand}>
        <Logo size={56} />
        <p className={style.name}>{text("app.name")}</p>
        <p className={style.tagline}>{text("signIn.tagline")}</p>
      </header>
      {intro}
      <Card className={style.card}>
        <form aria-labelledby="sign-in-title" className={style.form} onSubmit={send}>
          <h1 id="sign-in-title">{text(words[mode].title)}</h1>
          {mode === "reset" && <p className={style.hint}>{text("reset.text")}</p>}
          <label className={style.field}>
            {text("signIn.email")}
            <input
              aria-describedby={fault === null ? undefined : "sign-in-fault"}
              autoCapitalize="none"
              autoComplete={mode === "signUp" ? "email" : "username"}
              inputMode="email"
              name="email"
              required
              spellCheck={false}
              type="email"
            />
          </label>
          {mode !== "reset" && <PasswordField fresh={mode === "signUp"} key={mode} />}
          {fault !== null && (
            <p className={style.fault} id="sign-in-fault" role="alert">
              {fault}
            </p>
          )}
          {sentTo !== null && (
            <p className={style.sent} role="status">
              <Icon name="check" size={20} />
              {text("reset.sent", { email: sentTo })}
            </p>
          )}
          <Button aria-busy={busy} disabled={busy} type="submit">
            {text(words[mode].submit)}
          </Button>
        </form>
        <div className={style.switches}>
          {mode === "signIn" && (
            <>
              <Button look="plain" onClick={() => change("reset")}>
                {text("reset.switch")}
              </Button>
              <Button look="plain" onClick={() => change("signUp")}>
                {text("signUp.switch")}
              </Button>
            </>
          )}
          {mode !== "signIn" && (
            <Button look="plain" onClick={() => change("signIn")}>
              {text("signIn.switch")}
            </Button>
          )}
        </div>
      </Card>
      <LocalAccounts busy={busy} signIn={(email, password) => void submit("signIn", email, password)} />
    </main>
  );
}
