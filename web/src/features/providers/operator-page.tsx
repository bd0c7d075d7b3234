import type { ProviderList } from "@lastmeter/model/providers";
import { useState } from "react";
import { providers } from "../../data/apps.ts";
import { useAsked } from "../../data/asked.ts";
import { toCallText } from "../../data/call-error.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Field } from "../../ui/field.tsx";
import { Badge, Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./providers.module.css";

type Provider = ProviderList["providers"][number];
const order = { requested: 0, approved: 1, suspended: 2 } as const;
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The platform's operator lets companies in and out. Who is none is told so. */
export function OperatorPage() {
  const text = useText();
  const { value, fault, reload } = useAsked("providers", providers.list);
  useTitle(text("operator.title"));
  const sorted = [...(value?.providers ?? [])].sort(
    (a, b) => order[a.state] - order[b.state] || b.requestedAt - a.requestedAt,
  );
  return (
    <div className={style.page}>
      <header>
        <h1>{text("operator.title")}</h1>
        <p className={style.hint}>{text("operator.text")}</p>
      </header>
      {value === null && fault === null && <Skeleton height={240} />}
      {fault !== null && <Notice icon="info">{toCallText(fault, text).words}</Notice>}
      {value !== null && !value.isOperator && (
        <Empty icon="lock" text={text("operator.not.text")} title={text("operator.not.title")} />
      )}
      {value?.isOperator && sorted.length === 0 && (
        <Empty icon="check" text={text("operator.none.text")} title={text("operator.none.title")} />
      )}
      {value?.isOperator &&
        sorted.map((provider) => <Request key={provider.providerId} onChange={reload} provider={provider} />)}
    </div>
  );
}

function Request({ provider, onChange }: { provider: Provider; onChange: () => Promise<void> }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const { providerId, name, kind, state, contact, website, description, requestedAt, decisions } = provider;
  const decide = async (to: "approved" | "suspended") => {
    setFault(null);
    try {
      await providers.decide({ providerId, state: to, reason: reason.trim() });
      await onChange();
      setReason("");
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
  };
  const last = decisions.at(-1);
  return (
    <Card aria-label={name} className={style.card} data-testid="provider">
      <div className={style.header}>
        <h2>{name}</h2>
        <Badge tone={state === "approved" ? "calm" : "warn"}>{text(`company.state.${state}`)}</Badge>
      </div>
      <p className={style.hint}>
        {[text(`providerKind.${kind}`), contact, website, toMomentText(requestedAt, locale, timeZone)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {description !== "" && <p>{description}</p>}
      <p className={style.hint}>{Object.values(provider.adminLabels).join(", ")}</p>
      {last !== undefined && (
        <p className={style.hint}>
          {text("operator.last", {
            state: text(`company.state.${last.state}`),
            time: toMomentText(last.at, locale, timeZone),
            reason: last.reason || "–",
          })}
        </p>
      )}
      <Field fault={fault} label={text("operator.reason")}>
        {(control) => (
          <input {...control} maxLength={200} onChange={(event) => setReason(event.target.value)} value={reason} />
        )}
      </Field>
      <div className={style.acts}>
        {state !== "approved" && (
          <Button data-testid="approve" onClick={() => void decide("approved")}>
            {text("operator.approve")}
          </Button>
        )}
        {state !== "suspended" && (
          <Confirm
            about={name}
            label={text("operator.suspend")}
            no={text("sharing.keep")}
            onYes={() => decide("suspended")}
            question={text("operator.suspendAsk")}
            yes={text("operator.suspendYes")}
          />
        )}
      </div>
    </Card>
  );
}
