import { useState } from "react";
import { Link } from "wouter";
import { toCallText } from "../../data/call-error.ts";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { SharingTabs } from "../../ui/sharing-tabs.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { AdminsCard } from "./admins-card.tsx";
import { HomeChoice } from "./home-choice.tsx";
import { InvitationsCard } from "./invitations-card.tsx";
import { NodeAccess } from "./node-access.tsx";
import { toReaders } from "./overview.ts";
import { ReaderCard } from "./reader-card.tsx";
import { Reminders } from "./reminders.tsx";
import style from "./sharing-page.module.css";
import { type Managed, useManaged } from "./use-managed.ts";

/** Who sees what of my home, how finely, until when. */
export function SharingPage() {
  const text = useText();
  const managed = useManaged();
  useTitle(text("sharing.title"));
  return (
    <div className={style.page}>
      <header className={style.header}>
        <h1>{text("sharing.title")}</h1>
        {typeof managed === "object" && <HomeChoice managed={managed} />}
      </header>
      <SharingTabs shown="byMe" text={text} />
      {managed === "loading" && <Skeleton height={240} />}
      {managed === "none" && (
        <Empty
          action={<Link href="/sharing/with-me">{text("sharing.withMe")}</Link>}
          icon="home"
          text={text("sharing.noHome.text")}
          title={text("sharing.noHome.title")}
        />
      )}
      {typeof managed === "object" && <Overview managed={managed} />}
    </div>
  );
}

function Overview({ managed }: { managed: Managed }) {
  const text = useText();
  const [by, setBy] = useState<"person" | "node">("person");
  const [said, setSaid] = useState<string | null>(null);
  const { home, list, fault } = managed;
  if (list === null) {
    if (fault === null) return <Skeleton height={240} />;
    return <Empty icon="info" text={toCallText(fault, text).words} title={text("sharing.failed")} />;
  }
  const readers = toReaders(list.grants);
  return (
    <>
      {said !== null && (
        <Notice icon="check" tone="calm">
          {said}
        </Notice>
      )}
      {fault !== null && <Notice icon="info">{text("sharing.failed")}</Notice>}
      <Reminders managed={managed} />
      <div className={style.bar}>
        <Choices
          bare
          legend={text("sharing.by")}
          name="by"
          onChange={setBy}
          options={[
            { value: "person", label: text("sharing.byPerson") },
            { value: "node", label: text("sharing.byNode") },
          ]}
          value={by}
        />
        <Link className={style.main} href={`/sharing/new?home=${home.networkId}`}>
          <Icon name="add" size={20} />
          {text("sharing.share")}
        </Link>
      </div>
      <div className={style.columns}>
        <div className={style.column}>
          {by === "person" &&
            (readers.length === 0 ? (
              <Card>
                <Empty icon="lock" text={text("sharing.nobody.text")} title={text("sharing.nobody.title")} />
              </Card>
            ) : (
              readers.map((reader) => (
                <ReaderCard key={reader.principalId} managed={managed} onSay={setSaid} reader={reader} />
              ))
            ))}
          {by === "node" && <NodeAccess grants={list.grants} managed={managed} />}
        </div>
        <div className={style.column}>
          {list.invitations.length > 0 && <InvitationsCard managed={managed} onSay={setSaid} />}
          {home.isOwner && <AdminsCard managed={managed} onSay={setSaid} readers={readers} />}
          <Card className={style.links}>
            <MoreLink href={`/sharing/table?home=${home.networkId}`} icon="table" label={text("sharing.toTable")} />
            <MoreLink href={`/sharing/apps?home=${home.networkId}`} icon="computer" label={text("apps.title")} />
            <MoreLink href={`/access-log?home=${home.networkId}`} icon="eye" label={text("sharing.toLog")} />
          </Card>
        </div>
      </div>
    </>
  );
}

function MoreLink({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  return (
    <Link className={style.more} href={href}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
      <Icon name="next" size={20} />
    </Link>
  );
}
