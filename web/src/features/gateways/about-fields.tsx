import { networkKinds } from "@lastmeter/model/network";
import { useText } from "../../lib/text.ts";
import { Field } from "../../ui/field.tsx";
import type { Draft, DraftField } from "./draft.ts";

export interface DraftFieldsProps {
  readonly draft: Draft;
  readonly wrong: readonly DraftField[];
  readonly change: (part: Partial<Draft>) => void;
}

/** What the network is called and speaks. @param fixedKind it cannot change once there is a network */
export function AboutFields({ draft, wrong, change, fixedKind = false }: DraftFieldsProps & { fixedKind?: boolean }) {
  const text = useText();
  return (
    <>
      {!fixedKind && (
        <Field hint={text(`kind.${draft.kind}.text`)} label={text("network.kind")}>
          {(control) => (
            <select
              {...control}
              onChange={(event) => {
                const kind = networkKinds.find((each) => each === event.target.value);
                if (kind) change({ kind });
              }}
              value={draft.kind}
            >
              {networkKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {text(`kind.${kind}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field
        fault={wrong.includes("name") ? text("network.name.wrong") : null}
        hint={text("network.name.hint")}
        label={text("network.name")}
      >
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            data-testid="network-name"
            onChange={(event) => change({ name: event.target.value })}
            type="text"
            value={draft.name}
          />
        )}
      </Field>
      <Field
        fault={wrong.includes("description") ? text("network.description.wrong") : null}
        label={text("network.description")}
      >
        {(control) => (
          <textarea
            {...control}
            onChange={(event) => change({ description: event.target.value })}
            rows={2}
            value={draft.description}
          />
        )}
      </Field>
    </>
  );
}
