import type { NoticesSetup } from "@lastmeter/model/notice-settings";
import { useEffect, useState } from "react";
import { notices } from "../../data/notice-calls.ts";

/** What the server says of its pushes; null while it has not. */
export function useSetup(): NoticesSetup | null {
  const [setup, setSetup] = useState<NoticesSetup | null>(null);
  useEffect(() => {
    let isOver = false;
    notices.setup().then(
      (found) => {
        if (!isOver) setSetup(found);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, []);
  return setup;
}
