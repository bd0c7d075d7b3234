import type { ClientList, NewClient } from "@lastmeter/model/apps";
import { type ClientScope, clientNameSchema, clientScopes } from "@lastmeter/model/client";
import { type FormEvent, useState } from "react";
import { apps } from "../../data/apps.ts";
import { toCallText } from "../../data/call-error.ts";
import { useText } from "../../lib/text.ts";
import { Fault } from "../../ui/fault.tsx";
import { Field } from "../../ui/field.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { SecretOnce } from "../../ui/secret-once.tsx";
import style from "./providers.module.css";

interface ClientFormProps {
  /** Null: a personal program, which is made elsewhere. */
  readonly providerId: string | null;
  /** The program that is edited; absent: a new one. */
  readonly of?: ClientList["clients"][number];
  readonly onMade: () => void;
  readonly onCancel: () => void;
}

export function ClientForm({ providerId, of, onMade, onCancel }: ClientFormProps) {
  const text = useText();
  const [name, setName] = useState(of?.name ?? "");
  const [description, setDescription] = useState(of?.description ?? "");
  const [scopes, setScopes] = useState<readonly ClientScope[]>(
    of?.scopes ?? clientScopes.filter((scope) => scope.endsWith(":read")),
  );
  const [made, setMade] = useState<NewClient | null>(null);
  const [state, setState] = useState<{ busy: boolean; fault: { words: string; code: string | null } | null }>({
    busy: false,
    fault: null,
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = clientNameSchema.safeParse(name);
    if (!named.success || scopes.length === 0) {
      const words = text(named.success ? "client.fault.scopes" : "client.fault.name");
      return setState({ busy: false, fault: { words, code: null } });
    }
    setState({ busy: true, fault: null });
    const wanted = { name: named.data, description, scopes: [...scopes] };
    try {
      if (of !== undefined) await apps.edit({ clientId: of.clientId, ...wanted });
      else if (providerId !== null) setMade(await apps.create({ providerId, ...wanted }));
      onMade();
      if (of !== undefined) onCancel();
    } catch (error) {
      setState({ busy: false, fault: toCallText(error, text) });
    }
  };

  if (made !== null) {
    return (
      <Card className={style.card}>
        <h3>{text("client.made", { name })}</h3>
        <SecretOnce clientId={made.clientId} secret={made.secret} />
        <Button className={style.alone} data-testid="client-done" look="soft" onClick={onCancel}>
          {text("client.keptIt")}
        </Button>
      </Card>
    );
  }
  return (
    <Card>
      <form className={style.card} noValidate onSubmit={(event) => void submit(event)}>
        <h3>{text(of === undefined ? "client.add" : "client.edit")}</h3>
        <Field hint={text("client.nameHint")} label={text("client.name")}>
          {(control) => (
            <input
              {...control}
              maxLength={80}
              name="client-name"
              onChange={(event) => setName(event.target.value)}
              value={name}
            />
          )}
        </Field>
        <Field label={text("client.description")}>
          {(control) => (
            <input
              {...control}
              maxLength={500}
              onChange={(event) => setDescription(event.target.value)}
              value={description}
            />
          )}
        </Field>
        <fieldset className={style.checks}>
          <legend>{text("client.scopes")}</legend>
          {clientScopes.map((scope) => (
            <label key={scope}>
              <input
                checked={scopes.includes(scope)}
                onChange={() =>
                  setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope])
                }
                type="checkbox"
              />
              {text(`scope.${scope}`)}
            </label>
          ))}
        </fieldset>
        {state.fault !== null && <Fault {...state.fault} label={text("callFault.code")} />}
        <div className={style.acts}>
          <Button aria-busy={state.busy} data-testid="client-save" disabled={state.busy} type="submit">
            {text(of === undefined ? "client.make" : "company.save")}
          </Button>
          <Button look="plain" onClick={onCancel}>
            {text("company.cancel")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
