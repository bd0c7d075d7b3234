import { useState } from "react";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import style from "./sign-in-page.module.css";

/** @param fresh a new password: managers offer one, and the rule is said */
export function PasswordField({ fresh }: { fresh: boolean }) {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <div className={style.field}>
      <label htmlFor="password">{text("signIn.password")}</label>
      <div className={style.secret}>
        <input
          aria-describedby={fresh ? "password-hint" : undefined}
          autoCapitalize="none"
          autoComplete={fresh ? "new-password" : "current-password"}
          id="password"
          minLength={fresh ? 8 : undefined}
          name="password"
          required
          spellCheck={false}
          type={shown ? "text" : "password"}
        />
        <button
          aria-label={text(shown ? "signIn.hidePassword" : "signIn.showPassword")}
          onClick={() => setShown(!shown)}
          type="button"
        >
          <Icon name={shown ? "eyeOff" : "eye"} size={20} />
        </button>
      </div>
      {fresh && (
        <p className={style.hint} id="password-hint">
          {text("signUp.passwordHint")}
        </p>
      )}
    </div>
  );
}
