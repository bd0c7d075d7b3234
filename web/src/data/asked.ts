import { useCallback, useEffect, useRef, useState } from "react";

export interface Asked<T> {
  /** The newest answer; null: none yet. */
  readonly value: T | null;
  /** Why the newest question was not answered; null: it was, or is on its way. */
  readonly fault: unknown;
  reload(): Promise<void>;
}

/** What a call answers, asked when the component comes and whenever `key` changes; an answer that was overtaken is dropped. */
export function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key: string; value: T | null; fault: unknown }>({
    key,
    value: null,
    fault: null,
  });
  const asking = useRef(ask);
  asking.current = ask;
  const turn = useRef(0);
  const reload = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const value = await asking.current();
      if (mine === turn.current) setState({ key, value, fault: null });
    } catch (fault) {
      if (mine === turn.current) {
        setState((before) => ({ key, value: before.key === key ? before.value : null, fault }));
      }
    }
  }, [key]);
  useEffect(() => {
    void reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  const isOf = state.key === key;
  return { value: isOf ? state.value : null, fault: isOf ? state.fault : null, reload };
}
