import { clientNameSchema } from "@lastmeter/model/client";
import { type ProviderProfile, providerKinds, providerProfileSchema } from "@lastmeter/model/provider";
import type { ProviderList } from "@lastmeter/model/providers";
import { type FormEvent, useState } from "react";
import { providers } from "../../data/apps.ts";
import { toCallText } from "../../data/call-error.ts";
import { useText } from "../../lib/text.ts";
import { Fault } from "../../ui/fault.tsx";
import { Field } from "../../ui/field.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import style from "./providers.module.css";

interface CompanyFormProps {
  /** The company that is edited; absent: a new one asks to be let in. */
  readonly of?: ProviderList["providers"][number];
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}

type Asked = "name" | keyof ProviderProfile;

export function CompanyForm({ of, onDone, onCancel }: CompanyFormProps) {
  const text = useText();
  const [name, setName] = useState(of?.name ?? "");
  const [draft, setDraft] = useState({
    kind: of?.kind ?? providerKinds[0],
    website: of?.website ?? "",
    contact: of?.contact ?? "",
    description: of?.description ?? "",
  });
  const [wrong, setWrong] = useState<Asked | null>(null);
  const [state, setState] = useState<{ busy: boolean; fault: { words: string; code: string | null } | null }>({
    busy: false,
    fault: null,
  });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const profile = providerProfileSchema.safeParse({ ...draft, website: draft.website.trim() || null });
    const named = clientNameSchema.safeParse(name);
    if (!named.success || !profile.success) {
      const field = named.success ? profile.error?.issues[0]?.path[0] : "name";
      return setWrong(
        (["name", "kind", "website", "contact", "description"] as const).find((each) => each === field) ?? null,
      );
    }
    setWrong(null);
    setState({ busy: true, fault: null });
    try {
      if (of === undefined) await providers.request({ name: named.data, profile: profile.data });
      else await providers.edit({ providerId: of.providerId, profile: profile.data });
      await onDone();
    } catch (error) {
      setState({ busy: false, fault: toCallText(error, text) });
    }
  };
  const faultOf = (field: Asked) => (wrong === field ? text(`company.fault.${field}`) : null);

  return (
    <Card>
      <form className={style.card} noValidate onSubmit={(event) => void submit(event)}>
        <h3>{text(of === undefined ? "company.registerTitle" : "company.edit")}</h3>
        {of === undefined && <p className={style.hint}>{text("company.registerText")}</p>}
        {of === undefined && (
          <Field fault={faultOf("name")} label={text("company.name")}>
            {(control) => (
              <input
                {...control}
                autoComplete="organization"
                maxLength={80}
                name="name"
                onChange={(event) => setName(event.target.value)}
                value={name}
              />
            )}
          </Field>
        )}
        <Field fault={faultOf("kind")} label={text("company.kind")}>
          {(control) => (
            <select
              {...control}
              name="kind"
              onChange={(event) =>
                change({ kind: providerKinds.find((kind) => kind === event.target.value) ?? draft.kind })
              }
              value={draft.kind}
            >
              {providerKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {text(`providerKind.${kind}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field fault={faultOf("contact")} hint={text("company.contactHint")} label={text("company.contact")}>
          {(control) => (
            <input
              {...control}
              autoComplete="email"
              maxLength={254}
              name="contact"
              onChange={(event) => change({ contact: event.target.value })}
              type="email"
              value={draft.contact}
            />
          )}
        </Field>
        <Field fault={faultOf("website")} label={text("company.website")}>
          {(control) => (
            <input
              {...control}
              autoComplete="url"
              maxLength={200}
              name="website"
              onChange={(event) => change({ website: event.target.value })}
              placeholder="https://"
              type="url"
              value={draft.website}
            />
          )}
        </Field>
        <Field fault={faultOf("description")} label={text("company.description")}>
          {(control) => (
            <textarea
              {...control}
              maxLength={500}
              name="description"
              onChange={(event) => change({ description: event.target.value })}
              rows={3}
              value={draft.description}
            />
          )}
        </Field>
        {state.fault !== null && <Fault {...state.fault} label={text("callFault.code")} />}
        <div className={style.acts}>
          <Button aria-busy={state.busy} data-testid="company-save" disabled={state.busy} type="submit">
            {text(of === undefined ? "company.ask" : "company.save")}
          </Button>
          <Button look="plain" onClick={onCancel}>
            {text("company.cancel")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
