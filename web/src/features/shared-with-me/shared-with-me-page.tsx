import { useEffect } from "react";
import type { LentHome, LentNode } from "../../data/grants.ts";
import { useLentHomes } from "../../data/grants.ts";
import { useLentWatch } from "../../data/lent-watch.ts";
import { tellOpened } from "../../data/sharing.ts";
import { useText } from "../../lib/text.ts";
import { Empty, Skeleton } from "../../ui/parts.tsx";
import { SharingTabs } from "../../ui/sharing-tabs.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { LentHomeCard } from "./lent-home-card.tsx";
import { LentReminders } from "./lent-reminders.tsx";
import style from "./shared-with-me-page.module.css";

/** What others lend to this person, apart from their own home. */
export function SharedWithMePage() {
  const text = useText();
  const { homes, error } = useLentHomes();
  useTitle(text("sharing.withMe"));
  useLentWatch(toWatched(homes ?? []));
  useEffect(() => {
    for (const { networkId, whole } of homes ?? []) if (whole) tellOpened(networkId, null);
  }, [homes]);
  return (
    <div className={style.page}>
      <header className={style.header}>
        <h1>{text("sharing.title")}</h1>
      </header>
      <SharingTabs shown="withMe" text={text} />
      {homes === null && error === null && <Skeleton height={240} />}
      {homes === null && error !== null && (
        <Empty icon="info" text={text("callFault.unavailable")} title={text("lent.failed")} />
      )}
      {homes?.length === 0 && <Empty icon="share" text={text("lent.empty.text")} title={text("lent.empty.title")} />}
      {homes && homes.length > 0 && (
        <>
          <LentReminders homes={homes} />
          <div className={style.homes}>
            {homes.map((home) => (
              <LentHomeCard home={home} key={home.networkId} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/** One raw node of each home, so that its gateway sends while somebody looks. */
function toWatched(homes: readonly LentHome[]): LentNode[] {
  return homes.flatMap(({ nodes }) => nodes.find(({ resolution }) => resolution === "raw") ?? []);
}
