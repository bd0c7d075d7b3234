import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { reloadSharing, sharing } from "../../data/sharing.ts";
import { toGiven } from "../../lib/access.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { toWhat } from "./grant-words.ts";
import { GrantsTable } from "./grants-table.tsx";
import { HomeChoice } from "./home-choice.tsx";
import { toKey, toRevocations } from "./overview.ts";
import style from "./table-page.module.css";
import { type Managed, useManaged } from "./use-managed.ts";

/** All grants on all nodes of a home, to be filtered and ended together. */
export function TablePage() {
  const text = useText();
  const managed = useManaged();
  useTitle(text("table.title"));
  return (
    <div className={style.page}>
      <PageHeader back="/sharing" backLabel={text("sharing.title")} title={text("table.title")}>
        {typeof managed === "object" && <HomeChoice managed={managed} />}
      </PageHeader>
      {managed === "loading" && <Skeleton height={240} />}
      {managed === "none" && (
        <Empty icon="home" text={text("sharing.noHome.text")} title={text("sharing.noHome.title")} />
      )}
      {typeof managed === "object" && <Grants managed={managed} />}
    </div>
  );
}

function Grants({ managed }: { managed: Managed }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [sought, setSought] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const { home, nodes, list } = managed;
  if (list === null) {
    if (managed.fault === null) return <Skeleton height={240} />;
    return <Empty icon="info" text={toCallText(managed.fault, text).words} title={text("sharing.failed")} />;
  }
  const all = toGiven(list.grants).sort((a, b) => a.label.localeCompare(b.label));
  const word = sought.trim().toLocaleLowerCase(locale);
  const shown = all.filter((grant) =>
    `${grant.label} ${toWhat(grant.nodeId, nodes, text)}`.toLocaleLowerCase(locale).includes(word),
  );
  const ending = shown.filter((grant) => chosen.has(toKey(grant)));
  const end = async () => {
    setFault(null);
    setSaid(null);
    try {
      for (const revocation of toRevocations(ending)) {
        await sharing.revoke({ networkId: home.networkId, ...revocation });
      }
      setSaid(text("table.ended", { count: ending.length }));
      setChosen(new Set());
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
    await reloadSharing(home.networkId);
  };
  return (
    <>
      <div className={style.bar}>
        <label>
          <span className={style.hidden}>{text("table.search")}</span>
          <input
            onChange={(event) => setSought(event.target.value)}
            placeholder={text("table.search")}
            type="search"
            value={sought}
          />
        </label>
        <span aria-live="polite" className={style.count}>
          {text("table.selected", { count: ending.length })}
        </span>
        <Confirm
          disabled={ending.length === 0}
          label={text("table.endSelected")}
          look="soft"
          no={text("sharing.keep")}
          onYes={end}
          question={text("table.endAsk", { count: ending.length })}
          testId="end-selected"
          yes={text("sharing.endYes")}
        />
      </div>
      {said !== null && (
        <Notice icon="check" tone="calm">
          {said}
        </Notice>
      )}
      {fault !== null && (
        <p className={style.fault} role="alert">
          {fault}
        </p>
      )}
      <GrantsTable chosen={chosen} grants={shown} managed={managed} onChoose={setChosen} />
      {shown.length === 0 && all.length > 0 && <p className={style.none}>{text("table.none")}</p>}
    </>
  );
}
