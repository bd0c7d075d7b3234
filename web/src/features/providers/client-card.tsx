import type { ClientList } from "@lastmeter/model/apps";
import { CLIENT_SECRETS_MAX } from "@lastmeter/model/client";
import { useState } from "react";
import { apps } from "../../data/apps.ts";
import { toCallText } from "../../data/call-error.ts";
import { serverNow } from "../../lib/clock.ts";
import { toDateText } from "../../lib/dates.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Fault } from "../../ui/fault.tsx";
import { Badge, Button, Card } from "../../ui/parts.tsx";
import { SecretOnce } from "../../ui/secret-once.tsx";
import { ClientForm } from "./client-form.tsx";
import { ConsentLink } from "./consent-link.tsx";
import { Consented } from "./consented.tsx";
import { Faults } from "./faults.tsx";
import style from "./providers.module.css";
import { Usage } from "./usage.tsx";

export type OwnClient = ClientList["clients"][number];

interface ClientCardProps {
  readonly client: OwnClient;
  readonly onChange: () => Promise<void>;
}

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One program: its secrets, whether it may call, who let it in, how much it asks and what went wrong. */
export function ClientCard({ client, onChange }: ClientCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [editing, setEditing] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [fault, setFault] = useState<{ words: string; code: string | null } | null>(null);
  const { clientId, name, description, state, secrets, lastUsedAt, scopes, providerId } = client;
  const act = async (work: () => Promise<unknown>) => {
    setFault(null);
    try {
      await work();
      await onChange();
    } catch (error) {
      setFault(toCallText(error, text));
    }
  };
  if (editing) {
    return (
      <ClientForm
        of={client}
        onCancel={() => setEditing(false)}
        onMade={() => void onChange()}
        providerId={providerId}
      />
    );
  }
  return (
    <Card aria-label={name} className={style.card} data-testid="client">
      <div className={style.header}>
        <h3>{name}</h3>
        <Badge tone={state === "active" ? "calm" : "warn"}>{text(`client.state.${state}`)}</Badge>
      </div>
      {description !== "" && <p>{description}</p>}
      <dl className={style.facts}>
        <dt>{text("secret.id")}</dt>
        <dd>
          <CopyLine
            copied={text("secret.copied")}
            copy={text("secret.copy")}
            label={text("secret.id")}
            value={clientId}
          />
        </dd>
        <dt>{text("client.scopes")}</dt>
        <dd>{scopes.map((scope) => text(`scope.${scope}`)).join(" · ")}</dd>
      </dl>
      <p className={style.hint}>
        {lastUsedAt === null
          ? text("apps.neverUsed")
          : text("apps.lastUsed", { age: toAgeText(serverNow() - lastUsedAt, locale) })}
      </p>
      {fault !== null && <Fault {...fault} label={text("callFault.code")} />}
      <div className={style.halves}>
        <Usage client={client} />
        <div className={style.part}>
          <h4>{text("client.secrets")}</h4>
          <ul className={style.rows}>
            {secrets.map(({ id, hint, createdAt }) => (
              <li key={id}>
                <span>
                  <code>…{hint}</code> {text("client.since", { date: toDateText(createdAt, locale, timeZone) })}
                </span>
                {secrets.length > 1 && (
                  <Confirm
                    about={hint}
                    label={text("client.dropSecret")}
                    no={text("sharing.keep")}
                    onYes={() => act(() => apps.dropSecret({ clientId, secretId: id }))}
                    question={text("client.dropAsk")}
                    yes={text("client.dropYes")}
                  />
                )}
              </li>
            ))}
          </ul>
          {secret === null ? (
            secrets.length < CLIENT_SECRETS_MAX && (
              <Button
                className={style.alone}
                look="plain"
                onClick={() => void act(async () => setSecret((await apps.addSecret({ clientId })).secret))}
              >
                {text("client.addSecret")}
              </Button>
            )
          ) : (
            <>
              <SecretOnce clientId={clientId} secret={secret} />
              <Button className={style.alone} look="soft" onClick={() => setSecret(null)}>
                {text("client.keptIt")}
              </Button>
            </>
          )}
        </div>
      </div>
      <Faults client={client} />
      <Consented client={client} />
      {client.kind === "provider" && <ConsentLink clientId={clientId} />}
      <div className={style.acts}>
        <Button look="plain" onClick={() => setEditing(true)}>
          {text("client.edit")}
        </Button>
        {state === "active" ? (
          <Confirm
            about={name}
            label={text("client.disable")}
            no={text("sharing.keep")}
            onYes={() => act(() => apps.setState({ clientId, state: "disabled" }))}
            question={text("client.disableAsk")}
            testId="client-disable"
            yes={text("client.disableYes")}
          />
        ) : (
          <Button look="soft" onClick={() => void act(() => apps.setState({ clientId, state: "active" }))}>
            {text("client.enable")}
          </Button>
        )}
        <Confirm
          about={name}
          label={text("client.remove")}
          no={text("sharing.keep")}
          onYes={() => act(() => apps.remove({ clientId }))}
          question={text("client.removeAsk")}
          yes={text("client.removeYes")}
        />
      </div>
    </Card>
  );
}
