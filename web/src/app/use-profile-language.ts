import { useEffect, useMemo } from "react";
import { store } from "../data/home-data.ts";
import { queries } from "../data/query.ts";
import { useUid } from "../data/session.ts";
import { useLoaded } from "../data/store.ts";
import { adoptLanguage } from "../lib/text.ts";

/** On a phone where no language was chosen, the person's choice from another phone counts. */
export function useProfileLanguage(): void {
  const uid = useUid();
  const { value } = useLoaded(
    store,
    useMemo(() => queries.profile(uid), [uid]),
  );
  const language = value?.get(uid)?.locale;
  useEffect(() => {
    if (language !== undefined) void adoptLanguage(language);
  }, [language]);
}
