import type { NodeId } from "@lastmeter/model/ids";
import { useState } from "react";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Button } from "../../ui/parts.tsx";
import type { Draft } from "./draft.ts";
import { toWhats } from "./grant-words.ts";
import style from "./share-page.module.css";
import type { Managed } from "./use-managed.ts";

export interface FieldsProps {
  readonly draft: Draft;
  readonly managed: Managed;
  readonly change: (part: Partial<Draft>) => void;
}

/** Single nodes, or the whole home. Closed while something is chosen already. */
export function NodeChoice({ draft, managed, change }: FieldsProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [open, setOpen] = useState(draft.nodeIds?.length === 0);
  const { nodeIds, role } = draft;
  const toggle = (id: NodeId) => {
    const before = nodeIds ?? [];
    change({ nodeIds: before.includes(id) ? before.filter((each) => each !== id) : [...before, id] });
  };
  if (!open) {
    return (
      <div className={style.chosen}>
        <div>
          <h2>{text("share.what")}</h2>
          <p>{toWhats(nodeIds, managed.nodes, text, locale)}</p>
        </div>
        {role !== "admin" && (
          <Button look="plain" onClick={() => setOpen(true)}>
            {text("sharing.change")}
          </Button>
        )}
      </div>
    );
  }
  return (
    <fieldset className={style.nodes}>
      <legend>{text("share.what")}</legend>
      <label className={style.check}>
        <input
          checked={nodeIds === null}
          onChange={() => change({ nodeIds: nodeIds === null ? [] : null })}
          type="checkbox"
        />
        <Icon name="home" size={20} />
        <span>
          {text("sharing.wholeHome")}
          <small>{text("sharing.wholeHomeHint")}</small>
        </span>
      </label>
      {managed.nodes.map(([id, node]) => (
        <label className={style.check} key={id}>
          <input
            checked={nodeIds === null || nodeIds.includes(id)}
            disabled={nodeIds === null}
            onChange={() => toggle(id)}
            type="checkbox"
          />
          <Icon name={toNodeIcon(node)} size={20} />
          <span>
            {node.name}
            {node.room !== null && <small>{node.room}</small>}
          </span>
        </label>
      ))}
      {managed.nodes.length === 0 && <p className={style.hint}>{text("share.noNodes")}</p>}
    </fieldset>
  );
}
