import type { Node } from "@lastmeter/model/node";
import { Link } from "wouter";
import type { LinkState } from "../../lib/link-state.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { LinkChip } from "../../ui/link-chip.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Badge } from "../../ui/parts.tsx";
import style from "./node-header.module.css";

interface NodeHeaderProps {
  readonly id: string;
  readonly away: boolean;
  readonly node: Node;
  readonly state: LinkState;
}

export function NodeHeader({ id, away, node, state }: NodeHeaderProps) {
  const text = useText();
  const about = [node.room, node.role && text(`role.${node.role}`)].filter(Boolean).join(" · ");
  return (
    <header className={style.header}>
      <div className={style.bar}>
        <Link className={style.back} href="/">
          <Icon name="back" size={20} />
          {text("nav.home")}
        </Link>
        <LinkChip state={state} />
      </div>
      <div className={style.title}>
        <span className={style.icon} data-role={node.role ?? "none"}>
          <Icon name={toNodeIcon(node)} size={26} />
        </span>
        <div className={style.words}>
          <h1>{node.name}</h1>
          <p>
            {about}
            {node.status === "pending" && <Badge>{text("node.pending")}</Badge>}
            {node.status === "removed" && <Badge tone="warn">{text("node.removed")}</Badge>}
            {away && <Badge tone="warn">{text("node.offline")}</Badge>}
          </p>
        </div>
        <Link className={style.share} data-testid="share-node" href={`/sharing/new?node=${id}`}>
          <Icon name="share" size={20} />
          {text("sharing.shareNode")}
        </Link>
      </div>
    </header>
  );
}
