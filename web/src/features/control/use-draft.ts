import { useEffect, useRef, useState } from "react";

/** While fingers or keys still move, nothing is sent. */
const QUIET_MS = 500;

/** What is being chosen and was not sent yet. @param send called once, when it has come to rest */
export function useDraft<T>(send: (value: T) => void) {
  const [draft, setDraft] = useState<{ readonly value: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (value: T) => {
    clearTimeout(timer.current);
    setDraft(null);
    latest.current(value);
  };
  return {
    draft: draft?.value ?? null,
    /** Another value under the finger; `isDone`: sent when nothing more comes for a moment. */
    change(value: T, isDone: boolean) {
      clearTimeout(timer.current);
      setDraft({ value });
      if (isDone) timer.current = setTimeout(() => commit(value), QUIET_MS);
    },
    commit,
  };
}
