import { useText } from "../lib/text.ts";
import { Fault } from "./fault.tsx";
import { Notice } from "./parts.tsx";

interface OutcomeProps {
  readonly act: {
    readonly phase: "rest" | "busy" | "done" | "failed";
    readonly fault: { readonly words: string; readonly code: string | null } | null;
  };
  /** What is said once it is done; absent: the page shows it. */
  readonly done?: string;
}

/** How something that was done by a button went. */
export function Outcome({ act, done }: OutcomeProps) {
  const text = useText();
  if (act.fault !== null) return <Fault {...act.fault} label={text("callFault.code")} />;
  if (act.phase !== "done" || done === undefined) return null;
  return (
    <Notice icon="check" tone="calm">
      {done}
    </Notice>
  );
}
