import type { NoticesSetup } from "@lastmeter/model/notice-settings";
import { useEffect, useState } from "react";
import { notices } from "../../data/notice-calls.ts";

/** What the server says of its pushes; null: it cannot be asked; undefined: not yet. */
export function useSetup(): NoticesSetup | null | undefined {
  const [setup, setSetup] = useState<NoticesSetup | null>();
  useEffect(() => {
    let isOver = false;
    notices.setup().then(
      (found) => {
        if (!isOver) setSetup(found);
      },
      () => {
        if (!isOver) setSetup(null);
      },
    );
    return () => {
      isOver = true;
    };
  }, []);
  return setup;
}
