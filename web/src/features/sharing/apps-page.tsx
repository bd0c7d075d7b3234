import type { NetworkClientList } from "@lastmeter/model/apps";
import { useState } from "react";
import { Link } from "wouter";
import { apps } from "../../data/apps.ts";
import { type Asked, useAsked } from "../../data/asked.ts";
import { toCallText } from "../../data/call-error.ts";
import { serverNow } from "../../lib/clock.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Badge, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./apps-page.module.css";
import { HomeChoice } from "./home-choice.tsx";
import { toReaders } from "./overview.ts";
import { ReaderCard } from "./reader-card.tsx";
import sharingStyle from "./sharing-page.module.css";
import { type Managed, useManaged } from "./use-managed.ts";

/** Which programs of companies, and of one's own, may read or do what in a home, and when they last did. */
export function AppsPage() {
  const text = useText();
  const managed = useManaged();
  useTitle(text("apps.title"));
  return (
    <div className={style.page}>
      <div>
        <PageHeader back="/sharing" backLabel={text("sharing.title")} title={text("apps.title")}>
          {typeof managed === "object" && <HomeChoice managed={managed} />}
        </PageHeader>
        <p className={style.hint}>{text("apps.text")}</p>
      </div>
      {managed === "loading" && <Skeleton height={240} />}
      {managed === "none" && (
        <Empty icon="home" text={text("sharing.noHome.text")} title={text("sharing.noHome.title")} />
      )}
      {typeof managed === "object" && <Programs key={managed.home.networkId} managed={managed} />}
      <Card className={sharingStyle.links}>
        <Link className={sharingStyle.more} data-testid="own-programs" href="/programs">
          <Icon name="key" size={20} />
          <span>{text("apps.toPrograms")}</span>
          <Icon name="next" size={20} />
        </Link>
        <Link className={sharingStyle.more} href="/company">
          <Icon name="computer" size={20} />
          <span>{text("apps.toCompany")}</span>
          <Icon name="next" size={20} />
        </Link>
      </Card>
    </div>
  );
}

function Programs({ managed }: { managed: Managed }) {
  const text = useText();
  const { networkId } = managed.home;
  const about = useAsked(networkId, () => apps.ofNetwork({ networkId }));
  const [said, setSaid] = useState<string | null>(null);
  const { list, fault } = managed;
  if (list === null) {
    if (fault === null) return <Skeleton height={240} />;
    return <Empty icon="info" text={toCallText(fault, text).words} title={text("sharing.failed")} />;
  }
  const programs = toReaders(list.grants).filter(({ isProgram }) => isProgram);
  return (
    <>
      {said !== null && (
        <Notice icon="check" tone="calm">
          {said}
        </Notice>
      )}
      {fault !== null && <Notice icon="info">{text("sharing.failed")}</Notice>}
      <Link className={sharingStyle.main} data-testid="own-program" href={`/sharing/apps/new?home=${networkId}`}>
        <Icon name="add" size={20} />
        {text("apps.own")}
      </Link>
      {programs.length === 0 && (
        <Card>
          <Empty icon="computer" text={text("apps.none.text")} title={text("apps.none.title")} />
        </Card>
      )}
      {programs.map((reader) => (
        <ReaderCard key={reader.principalId} managed={managed} onSay={setSaid} reader={reader}>
          <About about={about} clientId={reader.principalId.slice(2)} />
        </ReaderCard>
      ))}
    </>
  );
}

/** Whose program it is, what it may ask at all, and when it last did. */
function About({ about, clientId }: { about: Asked<NetworkClientList>; clientId: string }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const client = about.value?.clients.find((each) => each.clientId === clientId);
  if (client === undefined) {
    if (about.value === null && about.fault === null) return <Skeleton height={40} />;
    return <p className={style.hint}>{about.fault === null ? "" : text("apps.unknown")}</p>;
  }
  const { provider, lastUsedAt, state, scopes, isMine, kind, description } = client;
  return (
    <div className={style.about} data-testid="program">
      <p>
        {isMine ? text("apps.mine") : provider ? text("apps.by", { company: provider.name }) : text("apps.personal")}{" "}
        {state !== "active" && <Badge tone="warn">{text(`apps.state.${state}`)}</Badge>}
      </p>
      {description !== "" && <p>{description}</p>}
      {isMine && kind === "personal" && <p className={style.hint}>{text("apps.mineEnds")}</p>}
      <p className={style.hint}>
        {scopes.map((scope) => text(`scope.${scope}`)).join(" · ")}
        {provider && (
          <>
            {" · "}
            <a href={`mailto:${provider.contact}`}>{provider.contact}</a>
          </>
        )}
      </p>
      <p className={style.hint}>
        {lastUsedAt === null
          ? text("apps.neverUsed")
          : text("apps.lastUsed", { age: toAgeText(serverNow() - lastUsedAt, locale) })}
        {" · "}
        <Link href="/access-log">{text("apps.toLog")}</Link>
      </p>
    </div>
  );
}
