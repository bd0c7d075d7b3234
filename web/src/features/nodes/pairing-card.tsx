import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { useState } from "react";
import { useHealth } from "../../data/home-data.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useNetworkOrder } from "../../data/network-order.ts";
import { serverNow } from "../../lib/clock.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { LiveText } from "../../ui/live.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card, Notice } from "../../ui/parts.tsx";
import { toCountdown, toPairing } from "./pairing.ts";
import style from "./pairing-card.module.css";

/** Long enough to walk to the device; Zigbee2MQTT takes 254 s at most. */
const OPEN_S = 240;

interface PairingCardProps {
  readonly managed: ManagedNetwork;
  readonly nodes: readonly (readonly [NodeId, Node])[];
}

/** Opens the network for new devices, for a while, and shows who comes. */
export function PairingCard({ managed: { networkId, network }, nodes }: PairingCardProps) {
  const text = useText();
  const { act, command, give } = useNetworkOrder(networkId);
  const facts = { command, isAsking: act.busy, joinUntil: network.link.joinUntil };
  const phase = useLiveValue((now) => toPairing({ ...facts, now }).phase);
  const pairing = toPairing({ ...facts, now: serverNow() });
  const joined = useJoined(nodes);
  const canAsk = network.link.state === "online";
  return (
    <Card className={style.card} data-phase={phase} data-testid="pairing">
      <div className={style.line}>
        <div className={style.words}>
          <h2>{text("pairing.title")}</h2>
          <p aria-live="polite">{text(`pairing.${phase}`)}</p>
        </div>
        {phase === "open" && pairing.phase === "open" && (
          <LiveText
            className={style.countdown}
            data-testid="countdown"
            read={(now) => toCountdown(pairing.endsAt - now)}
            role="timer"
          />
        )}
        {phase === "open" ? (
          <Button data-testid="pairing-close" look="soft" onClick={() => void give({ kind: "permitJoin", seconds: 0 })}>
            {text("pairing.close")}
          </Button>
        ) : (
          <Button
            aria-busy={phase === "opening"}
            data-testid="pairing-open"
            disabled={phase === "opening" || !canAsk}
            onClick={() => void give({ kind: "permitJoin", seconds: OPEN_S })}
          >
            <Icon name="add" size={20} />
            {text("pairing.start")}
          </Button>
        )}
      </div>
      {!canAsk && <Notice icon="gateway">{text("pairing.away")}</Notice>}
      {pairing.phase === "failed" && phase === "failed" && (
        <Notice icon="info">{text(pairing.reason === "no_gateway" ? "pairing.noGateway" : "pairing.refused")}</Notice>
      )}
      <Outcome act={act} />
      {joined.length > 0 && (
        <ul aria-label={text("pairing.joined")} aria-live="polite" className={style.joined}>
          {joined.map(([id, node]) => (
            <Joined id={id} key={id} node={node} />
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Who came since the page was opened. What this phone remembered at first may have left long ago, and may be who comes back. */
function useJoined(nodes: PairingCardProps["nodes"]): PairingCardProps["nodes"] {
  const [here, setHere] = useState(() => new Set(nodes.map(([id]) => id)));
  const known = new Set(nodes.map(([id]) => id));
  const stayed = [...here].filter((id) => known.has(id));
  if (stayed.length < here.size) setHere(new Set(stayed));
  return nodes.filter(([id]) => !here.has(id));
}

/** A device that has just come; it is asked what it is, which can take a minute. */
function Joined({ id, node }: { id: NodeId; node: Node }) {
  const text = useText();
  const interview = useHealth()?.get(id)?.health.interview ?? null;
  const isAsked = interview === "in progress" || interview === "pending";
  return (
    <li data-testid="joined">
      <Icon name={toNodeIcon(node)} size={20} />
      <span>
        {node.name}
        <small>
          {text(isAsked ? "pairing.interview" : interview === "failed" ? "pairing.interviewFailed" : "pairing.known")}
        </small>
      </span>
      {!isAsked && interview !== "failed" && <Icon name="check" size={20} />}
    </li>
  );
}
