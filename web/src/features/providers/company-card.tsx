import { emailSchema } from "@lastmeter/model/grant";
import type { ProviderList } from "@lastmeter/model/providers";
import { useState } from "react";
import { providers } from "../../data/apps.ts";
import { toCallText } from "../../data/call-error.ts";
import { useText } from "../../lib/text.ts";
import { Field } from "../../ui/field.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { CompanyForm } from "./company-form.tsx";
import style from "./providers.module.css";

interface CompanyCardProps {
  readonly provider: ProviderList["providers"][number];
  readonly onChange: () => Promise<void>;
}

/** What the company says of itself, and who may act for it. */
export function CompanyCard({ provider, onChange }: CompanyCardProps) {
  const text = useText();
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <CompanyForm
        of={provider}
        onCancel={() => setEditing(false)}
        onDone={async () => {
          await onChange();
          setEditing(false);
        }}
      />
    );
  }
  const { kind, website, contact, description } = provider;
  return (
    <Card className={style.card}>
      <h3>{text("company.about")}</h3>
      <dl className={style.facts}>
        <dt>{text("company.kind")}</dt>
        <dd>{text(`providerKind.${kind}`)}</dd>
        <dt>{text("company.contact")}</dt>
        <dd>{contact}</dd>
        {website !== null && (
          <>
            <dt>{text("company.website")}</dt>
            <dd>{website}</dd>
          </>
        )}
      </dl>
      {description !== "" && <p>{description}</p>}
      <Button className={style.alone} look="plain" onClick={() => setEditing(true)}>
        {text("company.edit")}
      </Button>
      <Admins onChange={onChange} provider={provider} />
    </Card>
  );
}

function Admins({ provider, onChange }: CompanyCardProps) {
  const text = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const emails = Object.values(provider.adminLabels).sort();
  const save = async () => {
    const wanted = (draft ?? "").split(/[\s,;]+/).filter(Boolean);
    const wrong = wanted.find((email) => !emailSchema.safeParse(email).success);
    if (wrong !== undefined) return setFault(text("company.wrongEmail", { email: wrong }));
    try {
      await providers.setAdmins({ providerId: provider.providerId, emails: wanted });
      await onChange();
      setDraft(null);
      setFault(null);
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
  };
  return (
    <div className={style.part}>
      <h3>{text("company.admins")}</h3>
      {draft === null ? (
        <>
          <ul>
            {emails.map((email) => (
              <li key={email}>{email}</li>
            ))}
          </ul>
          <Button className={style.alone} look="plain" onClick={() => setDraft(emails.join("\n"))}>
            {text("company.editAdmins")}
          </Button>
        </>
      ) : (
        <>
          <Field fault={fault} label={text("company.adminsLabel")}>
            {(control) => (
              <textarea {...control} onChange={(event) => setDraft(event.target.value)} rows={4} value={draft} />
            )}
          </Field>
          <div className={style.acts}>
            <Button onClick={() => void save()}>{text("company.save")}</Button>
            <Button look="plain" onClick={() => setDraft(null)}>
              {text("company.cancel")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
