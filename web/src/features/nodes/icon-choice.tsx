import { type Node, nodeIcons } from "@lastmeter/model/node";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import style from "./icon-choice.module.css";
import type { NodeDraft } from "./node-draft.ts";

interface IconChoiceProps {
  readonly node: Node;
  readonly value: NodeDraft["icon"];
  readonly change: (part: Partial<NodeDraft>) => void;
}

/** The picture of a node: by itself, or one of a few. */
export function IconChoice({ node, value, change }: IconChoiceProps) {
  const text = useText();
  const byItself = toNodeIcon({ ...node, icon: null });
  return (
    <fieldset className={style.choice}>
      <legend>{text("node.icon")}</legend>
      <div className={style.icons}>
        <label title={text("node.icon.auto")}>
          <input checked={value === null} name="icon" onChange={() => change({ icon: null })} type="radio" />
          <Icon name={byItself} />
          <span>{text("node.icon.auto")}</span>
        </label>
        {nodeIcons.map((icon) => (
          <label key={icon} title={text(`node.icon.${icon}`)}>
            <input
              aria-label={text(`node.icon.${icon}`)}
              checked={value === icon}
              name="icon"
              onChange={() => change({ icon })}
              type="radio"
            />
            <Icon name={icon} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
