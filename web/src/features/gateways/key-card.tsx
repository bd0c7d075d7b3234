import type { EnrolmentReply, GatewayStatus } from "@lastmeter/model/gateway";
import { gateways } from "../../data/gateways.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useAct } from "../../data/use-act.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Card, Notice } from "../../ui/parts.tsx";
import { RareIcon } from "../../ui/rare-icon.tsx";
import style from "./networks-page.module.css";

interface KeyCardProps {
  readonly managed: ManagedNetwork;
  readonly status: GatewayStatus | null;
  readonly onMade: (enrolment: EnrolmentReply) => void;
}

/** The key's life: a new one for the same gateway, the end of a gateway, another gateway. */
export function KeyCard({ managed: { networkId, network, isOwner }, status, onMade }: KeyCardProps) {
  const text = useText();
  const act = useAct();
  const locale = useWatched(localeValue);
  const rotation = status?.rotation ?? null;
  const revokedAt = status?.revokedAt ?? null;
  const mayNow = { rotate: rotation === null && revokedAt === null, replace: isOwner, revoke: revokedAt === null };
  const acts = [
    { act: "rotate", icon: <RareIcon name="renew" size={20} />, run: () => gateways.rotate(networkId) },
    { act: "replace", icon: <Icon name="key" size={20} />, run: async () => onMade(await gateways.replace(networkId)) },
    { act: "revoke", icon: <Icon name="lock" size={20} />, run: () => gateways.revoke(networkId) },
  ] as const;
  return (
    <Card className={style.keys}>
      <h2>{text("keys.title")}</h2>
      {revokedAt !== null && (
        <Notice icon="lock">{text("keys.revoked", { time: toMomentText(revokedAt, locale, network.timeZone) })}</Notice>
      )}
      {rotation !== null && (
        <Notice icon="key" tone="calm">
          {text(`keys.rotation.${rotation.state}`)}
        </Notice>
      )}
      <ul>
        {acts.map(({ act: name, icon, run }) => (
          <li className={style.act} key={name}>
            {icon}
            <div className={style.words}>
              <strong>{text(`keys.${name}`)}</strong>
              <p>{text(name === "replace" && !isOwner ? "keys.ownerOnly" : `keys.${name}.text`)}</p>
            </div>
            <Confirm
              calm={name === "rotate"}
              disabled={act.busy || !mayNow[name]}
              label={text(`keys.${name}.do`)}
              look="soft"
              no={text("common.back")}
              onYes={async () => void (await act.run(run))}
              question={text(`keys.${name}.ask`)}
              testId={name}
              yes={text(`keys.${name}.do`)}
            />
          </li>
        ))}
      </ul>
      <Outcome act={act} done={text("keys.done")} />
    </Card>
  );
}
