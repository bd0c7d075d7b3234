import type { ClientList } from "@lastmeter/model/apps";
import type { ProviderList } from "@lastmeter/model/providers";
import { useState } from "react";
import { Link } from "wouter";
import { apps, providers } from "../../data/apps.ts";
import { type Asked, useAsked } from "../../data/asked.ts";
import { toCallText } from "../../data/call-error.ts";
import { useUid } from "../../data/session.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Badge, Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ClientCard } from "./client-card.tsx";
import { ClientForm } from "./client-form.tsx";
import { CompanyCard } from "./company-card.tsx";
import { CompanyForm } from "./company-form.tsx";
import style from "./providers.module.css";

type Provider = ProviderList["providers"][number];

/** A company's own desk: who it is, its programs, who let them in, how much they ask and what goes wrong. */
export function CompanyPage() {
  const text = useText();
  const uid = useUid();
  const list = useAsked("providers", providers.list);
  const clients = useAsked("clients", apps.list);
  const [adding, setAdding] = useState(false);
  useTitle(text("company.title"));
  const own = list.value?.providers.filter(({ admins }) => admins.includes(uid)) ?? [];
  return (
    <div className={style.page}>
      <PageHeader back="/sharing/apps" backLabel={text("apps.title")} title={text("company.title")}>
        <a href="/v1/docs" rel="noreferrer" target="_blank">
          {text("secret.docs")}
        </a>
        {list.value?.isOperator && <Link href="/operator">{text("company.toOperator")}</Link>}
      </PageHeader>
      {list.value === null && list.fault === null && <Skeleton height={240} />}
      {list.fault !== null && <Notice icon="info">{toCallText(list.fault, text).words}</Notice>}
      {list.value !== null && own.length === 0 && !adding && (
        <Card>
          <Empty
            action={<Button onClick={() => setAdding(true)}>{text("company.register")}</Button>}
            icon="computer"
            text={text("company.none.text")}
            title={text("company.none.title")}
          />
        </Card>
      )}
      {adding && (
        <CompanyForm
          onCancel={() => setAdding(false)}
          onDone={async () => {
            await list.reload();
            setAdding(false);
          }}
        />
      )}
      {own.map((provider) => (
        <Company clients={clients} key={provider.providerId} onChange={list.reload} provider={provider} />
      ))}
      {own.length > 0 && !adding && (
        <Button className={style.alone} look="plain" onClick={() => setAdding(true)}>
          {text("company.another")}
        </Button>
      )}
    </div>
  );
}

interface CompanyProps {
  readonly provider: Provider;
  /** Of all companies. */
  readonly clients: Asked<ClientList>;
  readonly onChange: () => Promise<void>;
}

function Company({ provider, clients, onChange }: CompanyProps) {
  const text = useText();
  const [adding, setAdding] = useState(false);
  const own = clients.value?.clients.filter(({ providerId }) => providerId === provider.providerId) ?? [];
  return (
    <section aria-label={provider.name} className={style.company}>
      <div className={style.header}>
        <h2>{provider.name}</h2>
        <Badge tone={provider.state === "approved" ? "calm" : "warn"}>{text(`company.state.${provider.state}`)}</Badge>
      </div>
      {provider.state !== "approved" && (
        <Notice icon="info" tone="calm">
          {text(`company.stateText.${provider.state}`)}
        </Notice>
      )}
      <div className={style.columns}>
        <div className={style.column}>
          {clients.value === null && clients.fault === null && <Skeleton height={160} />}
          {clients.fault !== null && <Notice icon="info">{toCallText(clients.fault, text).words}</Notice>}
          {clients.value !== null && own.length === 0 && !adding && (
            <Card>
              <Empty icon="key" text={text("client.none.text")} title={text("client.none.title")} />
            </Card>
          )}
          {own.map((client) => (
            <ClientCard client={client} key={client.clientId} onChange={clients.reload} />
          ))}
          {adding ? (
            <ClientForm
              onCancel={() => setAdding(false)}
              onMade={() => void clients.reload()}
              providerId={provider.providerId}
            />
          ) : (
            <Button
              className={style.alone}
              data-testid="add-client"
              disabled={provider.state !== "approved"}
              look="soft"
              onClick={() => setAdding(true)}
            >
              {text("client.add")}
            </Button>
          )}
        </div>
        <CompanyCard onChange={onChange} provider={provider} />
      </div>
    </section>
  );
}
