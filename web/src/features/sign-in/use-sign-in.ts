import { useState } from "react";
import { loadAuth } from "../../data/client.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { toAuthFault } from "./auth-fault.ts";

export type Mode = "signIn" | "signUp" | "reset";

export interface SignIn {
  readonly busy: boolean;
  readonly fault: string | null;
  /** The address a reset e-mail went to. */
  readonly sentTo: string | null;
  submit(mode: Mode, email: string, password: string): Promise<void>;
  clear(): void;
}

/** Signs in, signs up, asks for a new password. A success shows itself: the session changes and the page gives way. */
export function useSignIn(): SignIn {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ id: MessageId; code: string } | null>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const submit = async (mode: Mode, email: string, password: string) => {
    setBusy(true);
    setFault(null);
    try {
      const auth = await loadAuth();
      if (mode === "signIn") await auth.signIn(email, password);
      if (mode === "signUp") await auth.signUp(email, password);
      if (mode === "reset") {
        await auth.resetPassword(email);
        setSentTo(email);
      }
    } catch (error) {
      setFault(toAuthFault(error));
    }
    setBusy(false);
  };
  const clear = () => {
    setFault(null);
    setSentTo(null);
  };
  return { busy, fault: fault && text(fault.id, { code: fault.code }), sentTo, submit, clear };
}
