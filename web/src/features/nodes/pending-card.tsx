import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { editNode } from "../../data/nodes.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { NameFields } from "./name-fields.tsx";
import { type NodeDraft, type NodeDraftField, toChanges, toNodeDraft } from "./node-draft.ts";
import style from "./nodes-page.module.css";

interface PendingCardProps {
  readonly nodeId: NodeId;
  readonly node: Node;
  readonly rooms: readonly string[];
}

/** A device that waits for approval, with what is worth deciding at once. */
export function PendingCard({ nodeId, node, rooms }: PendingCardProps) {
  const text = useText();
  const [draft, setDraft] = useState<NodeDraft>(() => toNodeDraft(node));
  const [wrong, setWrong] = useState<readonly NodeDraftField[]>([]);
  const act = useAct();
  const approve = async (event: FormEvent) => {
    event.preventDefault();
    const made = toChanges(toNodeDraft(node), draft);
    setWrong("wrong" in made ? made.wrong : []);
    if ("changes" in made) await act.run(() => editNode(nodeId, { ...made.changes, status: "active" }));
  };
  const change = (part: Partial<NodeDraft>) => {
    setWrong([]);
    setDraft((old) => ({ ...old, ...part }));
  };
  const about = [node.vendor, node.model].filter(Boolean).join(" ");
  return (
    <Card className={style.pending} data-node={node.name} data-testid="pending">
      <div className={style.pendingTitle}>
        <span className={style.icon}>
          <Icon name={toNodeIcon(node)} />
        </span>
        <div className={style.words}>
          <h3>{node.name}</h3>
          <small>{about || node.address}</small>
        </div>
      </div>
      <form className={style.pendingForm} noValidate onSubmit={(event) => void approve(event)}>
        <NameFields change={change} draft={draft} listId={`rooms-${nodeId}`} rooms={rooms} wrong={wrong} />
        <Outcome act={act} />
        <div className={style.buttons}>
          <Button aria-busy={act.busy} data-testid="approve" disabled={act.busy} type="submit">
            <Icon name="check" size={20} />
            {text("nodes.approve")}
          </Button>
          <Link className={style.more} href={`/admin/nodes/${nodeId}`}>
            {text("nodes.more")}
          </Link>
        </div>
      </form>
    </Card>
  );
}
