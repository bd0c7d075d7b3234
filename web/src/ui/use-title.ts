import { useEffect } from "react";

/** The page's title in the browser's tab and for screen readers. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Lastmeter`;
  }, [title]);
}
