import { Link } from "wouter";
import { apps } from "../../data/apps.ts";
import { useAsked } from "../../data/asked.ts";
import { toCallText } from "../../data/call-error.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ClientCard } from "./client-card.tsx";
import style from "./providers.module.css";

/** Programs that somebody made for themselves, lent something or not: their secrets, their calls, and an end of them. */
export function OwnProgramsPage() {
  const text = useText();
  const { value, fault, reload } = useAsked("clients", apps.list);
  useTitle(text("programs.title"));
  const own = value?.clients.filter(({ kind }) => kind === "personal") ?? [];
  return (
    <div className={style.page}>
      <PageHeader back="/sharing/apps" backLabel={text("apps.title")} title={text("programs.title")}>
        <a href="/v1/docs" rel="noreferrer" target="_blank">
          {text("secret.docs")}
        </a>
      </PageHeader>
      {value === null && fault === null && <Skeleton height={240} />}
      {fault !== null && <Notice icon="info">{toCallText(fault, text).words}</Notice>}
      {value !== null && own.length === 0 && (
        <Card>
          <Empty
            action={<Link href="/sharing/apps/new">{text("apps.own")}</Link>}
            icon="key"
            text={text("programs.none.text")}
            title={text("client.none.title")}
          />
        </Card>
      )}
      {own.length > 0 && <h2 className={style.hidden}>{text("programs.title")}</h2>}
      {own.map((client) => (
        <ClientCard client={client} key={client.clientId} onChange={reload} />
      ))}
    </div>
  );
}
