import { useRef, useState } from "react";
import { useText } from "../lib/text.ts";
import { toCallText } from "./call-error.ts";

export interface RunningAct {
  readonly busy: boolean;
  readonly phase: "rest" | "busy" | "done" | "failed";
  /** In words; null where it did not fail. */
  readonly fault: ReturnType<typeof toCallText> | null;
  /** @returns whether it went well. */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

/** One thing that is done by a button, at most once at a time. */
export function useAct(): RunningAct {
  const text = useText();
  const [state, setState] = useState<{ readonly phase: RunningAct["phase"]; readonly error: unknown }>({
    phase: "rest",
    error: null,
  });
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
  const { phase, error } = state;
  return { phase, busy: phase === "busy", fault: phase === "failed" ? toCallText(error, text) : null, run };
}
