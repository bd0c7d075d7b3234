import { type ReactNode, useState } from "react";
import { useText } from "../../lib/text.ts";
import { AskTwice } from "./ask-twice.tsx";

interface Asked {
  readonly question: string;
  readonly yes: string;
  act(): void;
}

/** Acts at once, or after a second tap. @param why it is asked; null: it is not */
export function useAsking(why: string | null): { ask(asked: Asked): void; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null);
  return {
    ask: (next) => (why === null ? next.act() : setAsked(next)),
    dialog: asked && why !== null && (
      <AskTwice onClose={() => setAsked(null)} onYes={asked.act} question={asked.question} why={why} yes={asked.yes} />
    ),
  };
}

/** Why a channel of a node needs a second tap; null: it does not. */
export function useReason(feature: string | undefined, isProtected: boolean): string | null {
  const text = useText();
  if (feature === "lock") return text("command.why.lock");
  if (feature === "cover") return text("command.why.cover");
  return isProtected ? text("command.why.protected") : null;
}
