import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { Link } from "wouter";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useNetworkOrder } from "../../data/network-order.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Card, Notice } from "../../ui/parts.tsx";
import style from "./nodes-page.module.css";

interface RemoveCardProps {
  readonly managed: ManagedNetwork;
  readonly nodeId: NodeId;
  readonly node: Node;
}

/** Takes the device out of its network; what was measured stays until somebody erases it. */
export function RemoveCard({ managed: { networkId, network, isOwner }, nodeId, node }: RemoveCardProps) {
  const text = useText();
  const { act, command, give } = useNetworkOrder(networkId);
  const isOnline = network.link.state === "online";
  const isUnderWay = command?.state === "queued" || command?.state === "sent";
  const hasFailed = command !== null && !isUnderWay && command.state !== "confirmed";
  return (
    <Card className={style.fields} data-testid="remove-card">
      <h2>{text("remove.title")}</h2>
      <p className={style.hint}>{text("remove.text")}</p>
      {isOwner && (
        <p className={style.hint}>
          {text("remove.history")} <Link href="/your-data">{text("remove.erase")}</Link>
        </p>
      )}
      {isUnderWay && (
        <Notice icon="gateway" tone="calm">
          {text("remove.underWay")}
        </Notice>
      )}
      {hasFailed && (
        <Notice icon="info">{text(command.reason === "no_gateway" ? "remove.noGateway" : "remove.failed")}</Notice>
      )}
      <Outcome act={act} />
      <Confirm
        disabled={act.busy || isUnderWay || !isOnline}
        label={text("remove.do")}
        no={text("edit.cancel")}
        onYes={() => give({ kind: "removeNode", nodeId })}
        question={text("remove.ask", { name: node.name })}
        testId="remove"
        yes={text("remove.do")}
      />
      {hasFailed && (command.reason === "device" || command.reason === "unreachable") && (
        <Confirm
          disabled={act.busy || !isOnline}
          label={text("remove.force")}
          no={text("edit.cancel")}
          onYes={() => give({ kind: "removeNode", nodeId, force: true })}
          question={text("remove.forceAsk", { name: node.name })}
          testId="remove-force"
          yes={text("remove.force")}
        />
      )}
      {!isOnline && <p className={style.hint}>{text("pairing.away")}</p>}
    </Card>
  );
}
