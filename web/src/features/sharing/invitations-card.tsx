import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { reloadSharing, sharing } from "../../data/sharing.ts";
import { serverNow } from "../../lib/clock.ts";
import { toMomentText } from "../../lib/dates.ts";
import { toTermsWords } from "../../lib/terms.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Card } from "../../ui/parts.tsx";
import { toWhats } from "./grant-words.ts";
import style from "./sharing-page.module.css";
import type { Managed } from "./use-managed.ts";

interface InvitationsCardProps {
  readonly managed: Managed;
  readonly onSay: (words: string | null) => void;
}

/** Links that nobody has answered yet. */
export function InvitationsCard({ managed, onSay }: InvitationsCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [fault, setFault] = useState<string | null>(null);
  const { home, nodes, list } = managed;
  const withdraw = async (invitationId: string, who: string) => {
    setFault(null);
    try {
      await sharing.withdraw({ networkId: home.networkId, invitationId });
      await reloadSharing(home.networkId);
      onSay(text("sharing.withdrawn", { who }));
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
  };
  return (
    <Card className={style.reader}>
      <h2>{text("sharing.waiting")}</h2>
      <p className={style.small}>{text("sharing.waitingText")}</p>
      <ul>
        {list?.invitations.map(({ id, email, nodeIds, terms, expiresAt }) => (
          <li className={style.grant} data-testid="invitation" key={id}>
            <div className={style.grantWords}>
              <strong>{email}</strong>
              <span>
                {toWhats(nodeIds, nodes, text, locale)} ·{" "}
                {toTermsWords(
                  terms,
                  nodes.flatMap(([nodeId, node]) => (nodeIds?.includes(nodeId) ? Object.values(node.channels) : [])),
                  serverNow(),
                  { text, locale, timeZone: home.timeZone },
                )}
              </span>
              <span className={style.small}>
                {text("sharing.expires", { time: toMomentText(expiresAt, locale, home.timeZone) })}
              </span>
            </div>
            <div className={style.acts}>
              <Confirm
                about={email}
                label={text("sharing.withdraw")}
                no={text("sharing.keep")}
                onYes={() => withdraw(id, email)}
                question={text("sharing.endAsk", { who: email })}
                testId="withdraw"
                yes={text("sharing.withdraw")}
              />
            </div>
          </li>
        ))}
      </ul>
      {fault !== null && (
        <p className={style.fault} role="alert">
          {fault}
        </p>
      )}
    </Card>
  );
}
