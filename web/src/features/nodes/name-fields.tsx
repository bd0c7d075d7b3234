import { nodeRoles } from "@lastmeter/model/node";
import { useText } from "../../lib/text.ts";
import { Field } from "../../ui/field.tsx";
import type { NodeDraft, NodeDraftField } from "./node-draft.ts";

export interface NodeFieldsProps {
  readonly draft: NodeDraft;
  readonly wrong: readonly NodeDraftField[];
  readonly change: (part: Partial<NodeDraft>) => void;
}

interface NameFieldsProps extends NodeFieldsProps {
  /** Those that there are, to be taken again. */
  readonly rooms: readonly string[];
  readonly listId: string;
}

/** Name, room and role. */
export function NameFields({ draft, wrong, change, rooms, listId }: NameFieldsProps) {
  const text = useText();
  return (
    <>
      <Field fault={wrong.includes("name") ? text("node.name.wrong") : null} label={text("node.name")}>
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            data-testid="node-name"
            onChange={(event) => change({ name: event.target.value })}
            type="text"
            value={draft.name}
          />
        )}
      </Field>
      <Field fault={wrong.includes("room") ? text("node.room.wrong") : null} label={text("node.room")}>
        {(control) => (
          <>
            <input
              {...control}
              autoComplete="off"
              data-testid="node-room"
              list={listId}
              onChange={(event) => change({ room: event.target.value })}
              type="text"
              value={draft.room}
            />
            <datalist id={listId}>
              {rooms.map((room) => (
                <option key={room} value={room} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field
        hint={text(draft.role === null ? "node.role.none.text" : `node.role.${draft.role}.text`)}
        label={text("node.role")}
      >
        {(control) => (
          <select
            {...control}
            data-testid="node-role"
            onChange={(event) => change({ role: nodeRoles.find((role) => role === event.target.value) ?? null })}
            value={draft.role ?? ""}
          >
            <option value="">{text("node.role.none")}</option>
            {nodeRoles.map((role) => (
              <option key={role} value={role}>
                {text(`role.${role}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
