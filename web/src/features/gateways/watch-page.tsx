import type { EnrolmentReply } from "@lastmeter/model/gateway";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { gateways, useGatewayStatus } from "../../data/gateways.ts";
import { useNodesOf } from "../../data/grants.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { ButtonLink, Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { FaultList } from "./fault-list.tsx";
import form from "./form.module.css";
import { KeyStep } from "./key-step.tsx";
import style from "./networks-page.module.css";
import { Progress } from "./progress.tsx";
import { Steps } from "./steps.tsx";
import { toWatchSteps } from "./watch-steps.ts";

/** The wizard's last step, and where it goes on later: a new gateway's way to its first message, as it happens. */
export function WatchPage({ managed: { networkId, network, isOwner } }: { managed: ManagedNetwork }) {
  const text = useText();
  const { status } = useGatewayStatus(networkId);
  const [enrolment, setEnrolment] = useState<EnrolmentReply | null>(null);
  const steps = toWatchSteps(status, network.link);
  const isDone = steps.every(({ state }) => state === "done");
  useTitle(text("watch.title", { name: network.name }));
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <div className={style.page}>
      <PageHeader back="/admin" backLabel={text("admin.toList")} title={network.name} />
      <Progress now={enrolment === null ? 4 : 3} />
      <h2 ref={title} tabIndex={-1}>
        {text(enrolment !== null ? "add.key" : isDone ? "watch.done" : "watch.heading")}
      </h2>
      {enrolment === null ? (
        <>
          <Card className={form.form}>
            <Steps keyMadeAt={status?.keyMadeAt ?? null} steps={steps} timeZone={network.timeZone} />
          </Card>
          <FaultList networkId={networkId} status={status} />
          {isDone && <Found networkId={networkId} />}
          {!isDone && isOwner && <NewKey networkId={networkId} onMade={setEnrolment} />}
        </>
      ) : (
        <KeyStep enrolment={enrolment} name={network.name} onDone={() => setEnrolment(null)} />
      )}
    </div>
  );
}

/** The devices so far, as the gateway tells of them. */
function Found({ networkId }: Pick<ManagedNetwork, "networkId">) {
  const text = useText();
  const nodes = useNodesOf(networkId);
  const pending = nodes.filter(([, { status }]) => status === "pending").length;
  return (
    <Card className={form.form} data-testid="found">
      <h3 aria-live="polite">{text("watch.found", { count: nodes.length })}</h3>
      {nodes.length === 0 && <p className={form.hint}>{text("watch.none")}</p>}
      <ul className={style.found}>
        {nodes.map(([id, node]) => (
          <li key={id}>
            <Icon name={toNodeIcon(node)} size={20} />
            <span>{node.name}</span>
          </li>
        ))}
      </ul>
      <div className={form.buttons}>
        <ButtonLink href={pending > 0 ? `/admin/${networkId}/nodes` : "/"}>
          {text(pending > 0 ? "watch.approve" : "admin.toHome")}
        </ButtonLink>
        {pending > 0 && (
          <Link className={style.plain} href={`/admin/${networkId}`}>
            {text("watch.toGateway")}
          </Link>
        )}
      </div>
    </Card>
  );
}

interface NewKeyProps {
  readonly networkId: ManagedNetwork["networkId"];
  readonly onMade: (enrolment: EnrolmentReply) => void;
}

/** A key is shown once: who has lost it gets a new one, and the old one is dead. */
function NewKey({ networkId, onMade }: NewKeyProps) {
  const text = useText();
  const act = useAct();
  return (
    <Card className={style.row}>
      <p className={form.hint}>{text("watch.lost")}</p>
      <Confirm
        calm
        label={text("watch.newKey")}
        no={text("common.back")}
        onYes={async () => void (await act.run(async () => onMade(await gateways.replace(networkId))))}
        question={text("watch.newKeyAsk")}
        testId="new-key"
        yes={text("watch.newKey")}
      />
      <Outcome act={act} />
    </Card>
  );
}
