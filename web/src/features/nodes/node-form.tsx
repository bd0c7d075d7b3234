import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { type FormEvent, useState } from "react";
import { editNode } from "../../data/nodes.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { IconChoice } from "./icon-choice.tsx";
import { MoreFields } from "./more-fields.tsx";
import { NameFields } from "./name-fields.tsx";
import { type NodeDraft, type NodeDraftField, toChanges, toNodeDraft } from "./node-draft.ts";
import style from "./nodes-page.module.css";

interface NodeFormProps {
  readonly network: Network;
  readonly nodeId: NodeId;
  readonly node: Node;
  /** The other nodes of the network. */
  readonly others: readonly (readonly [NodeId, Node])[];
}

/** Everything an administrator may decide about a node. What the network says meanwhile stands, unless it was changed here. */
export function NodeForm({ network, nodeId, node, others }: NodeFormProps) {
  const text = useText();
  const [parts, setParts] = useState<Partial<NodeDraft>>({});
  const [wrong, setWrong] = useState<readonly NodeDraftField[]>([]);
  const act = useAct();
  const before = toNodeDraft(node);
  const draft = { ...before, ...parts };
  const made = toChanges(before, draft);
  const isPending = node.status === "pending";
  const isSame = "changes" in made && made.changes === null && !isPending;
  const rooms = [...new Set(others.flatMap(([, { room }]) => (room === null ? [] : [room])))].sort();
  const change = (part: Partial<NodeDraft>) => {
    setWrong([]);
    setParts((old) => ({ ...old, ...part }));
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setWrong("wrong" in made ? made.wrong : []);
    if (!("changes" in made) || isSame) return;
    const changes = { ...made.changes, ...(isPending ? ({ status: "active" } as const) : {}) };
    if (await act.run(() => editNode(nodeId, changes))) setParts({});
  };
  const fields = { draft, wrong, change };
  return (
    <form className={style.column} data-testid="node-form" noValidate onSubmit={(event) => void save(event)}>
      <Card className={style.fields}>
        <h2>{text("node.form.what")}</h2>
        <NameFields {...fields} listId="rooms" rooms={rooms} />
        <IconChoice change={change} node={node} value={draft.icon} />
      </Card>
      <Card className={style.fields}>
        <h2>{text("node.form.how")}</h2>
        <MoreFields {...fields} network={network} node={node} others={others} />
      </Card>
      <Outcome act={act} {...(isSame ? { done: text("edit.done") } : {})} />
      <div className={style.buttons}>
        <Button aria-busy={act.busy} data-testid="node-save" disabled={act.busy || isSame} type="submit">
          {text(isPending ? "nodes.approve" : "edit.save")}
        </Button>
        {Object.keys(parts).length > 0 && (
          <Button disabled={act.busy} look="plain" onClick={() => setParts({})}>
            {text("edit.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
