import { useEffect, useState } from "react";
import { isLocalProject } from "../../data/local.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { Button, Card } from "../../ui/parts.tsx";
import style from "./sign-in-page.module.css";

/** The accounts `npm start` makes in the emulator; they exist nowhere else. */
const accounts: readonly { email: string; label: MessageId }[] = [
  { email: "owner@lastmeter.local", label: "signIn.localOwner" },
  { email: "stranger@lastmeter.local", label: "signIn.localStranger" },
];
const LOCAL_PASSWORD = "lastmeter-local";

interface LocalAccountsProps {
  readonly busy: boolean;
  readonly signIn: (email: string, password: string) => void;
}

/** One tap to sign in where the page is served by the emulators. */
export function LocalAccounts({ busy, signIn }: LocalAccountsProps) {
  const text = useText();
  const [local, setLocal] = useState(false);
  useEffect(() => {
    let over = false;
    void isLocalProject().then((known) => {
      if (!over) setLocal(known);
    });
    return () => {
      over = true;
    };
  }, []);
  if (!local) return null;
  return (
    <Card aria-labelledby="local-title" className={style.card}>
      <h2 id="local-title">{text("signIn.local")}</h2>
      <p className={style.hint}>{text("signIn.localText")}</p>
      <div className={style.accounts}>
        {accounts.map(({ email, label }) => (
          <Button
            data-account={email}
            disabled={busy}
            key={email}
            look="soft"
            onClick={() => signIn(email, LOCAL_PASSWORD)}
          >
            {text(label)}
          </Button>
        ))}
      </div>
    </Card>
  );
}
