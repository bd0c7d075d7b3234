import { useRef, useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { useText } from "../../lib/text.ts";
import { Fault } from "../../ui/fault.tsx";
import { Notice } from "../../ui/parts.tsx";

export interface RunningAct {
  readonly busy: boolean;
  readonly phase: "rest" | "busy" | "done" | "failed";
  readonly error: unknown;
  /** @returns whether it went well. */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

/** One thing that is done by a button, at most once at a time. */
export function useAct(): RunningAct {
  const [state, setState] = useState<Omit<RunningAct, "run" | "busy">>({ phase: "rest", error: null });
  const running = useRef(false);
  const run = async (work: () => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    setState({ phase: "busy", error: null });
    try {
      await work();
      setState({ phase: "done", error: null });
      return true;
    } catch (error) {
      setState({ phase: "failed", error });
      return false;
    } finally {
      running.current = false;
    }
  };
  return { ...state, busy: state.phase === "busy", run };
}

/** How it went. */
export function Act({ act, done }: { act: RunningAct; done: string }) {
  const text = useText();
  if (act.phase === "failed") return <Fault {...toCallText(act.error, text)} label={text("callFault.code")} />;
  if (act.phase !== "done") return null;
  return (
    <Notice icon="check" tone="calm">
      {done}
    </Notice>
  );
}
