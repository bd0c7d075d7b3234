import { useEffect, useState } from "react";
import { readVerified, sendVerification } from "../../data/verification.ts";
import { useText } from "../../lib/text.ts";
import { Button, Card } from "../../ui/parts.tsx";
import style from "./invitation-page.module.css";

interface VerifyCardProps {
  readonly email: string;
  /** What it is needed for. */
  readonly why?: "verify.text" | "verify.network";
  readonly onVerified: () => Promise<void>;
}

/** What is only for who holds an address: it is confirmed by an e-mail first. */
export function VerifyCard({ email, why = "verify.text", onVerified }: VerifyCardProps) {
  const text = useText();
  const [said, setSaid] = useState<"sent" | "notYet" | "failed" | null>(null);
  const check = async (quiet: boolean) => {
    const verified = await readVerified().catch(() => false);
    if (verified) await onVerified();
    else if (!quiet) setSaid("notYet");
  };
  const send = async () => {
    await sendVerification().then(
      () => setSaid("sent"),
      () => setSaid("failed"),
    );
  };
  // Coming back from the mail program is enough.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the check is the same in every render
  useEffect(() => {
    const back = () => {
      if (document.visibilityState === "visible") void check(true);
    };
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);
  return (
    <Card className={style.card}>
      <h2>{text("verify.title")}</h2>
      <p>{text(why, { email })}</p>
      {said !== null && (
        <p className={said === "sent" ? style.hint : style.fault} role="status">
          {text(`verify.${said}`, { email })}
        </p>
      )}
      <div className={style.acts}>
        <Button data-testid="verify-send" onClick={() => void send()}>
          {text("verify.send")}
        </Button>
        <Button data-testid="verify-done" look="soft" onClick={() => void check(false)}>
          {text("verify.done")}
        </Button>
      </div>
    </Card>
  );
}
