import type { InvitationOffer } from "@lastmeter/model/sharing";
import { useState } from "react";
import { useLocation } from "wouter";
import { CallError, toCallText } from "../../data/call-error.ts";
import { leave, useSession } from "../../data/session.ts";
import { serverNow } from "../../lib/clock.ts";
import { toChannelWords, toTimeWords } from "../../lib/terms.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Button, Card, Empty, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./invitation-page.module.css";
import { useInvitation } from "./use-invitation.ts";
import { VerifyCard } from "./verify-card.tsx";

interface InvitationPageProps {
  readonly networkId: string;
  readonly token: string;
}

/** The other side of a share: what is offered, by whom, for how long; to accept or decline. */
export function InvitationPage({ networkId, token }: InvitationPageProps) {
  const text = useText();
  const session = useSession();
  const invitation = useInvitation(networkId, token);
  const { state, load } = invitation;
  const email = session.phase === "in" ? session.email : "";
  useTitle(text("invitation.title"));
  return (
    <div className={style.page}>
      <h1>{text("invitation.title")}</h1>
      {state.phase === "loading" && <Skeleton height={240} />}
      {state.phase === "verify" && <VerifyCard email={email} onVerified={load} />}
      {state.phase === "gone" && (
        <Empty
          action={
            <Button look="soft" onClick={() => void leave(location.pathname)}>
              {text("invitation.other")}
            </Button>
          }
          icon="key"
          text={text("invitation.gone.text", { email })}
          title={text("invitation.gone.title")}
        />
      )}
      {state.phase === "fault" && (
        <Empty
          action={<Button onClick={() => void load()}>{text("invitation.again")}</Button>}
          icon="info"
          text={state.fault instanceof CallError ? toCallText(state.fault, text).words : text("callFault.offline")}
          title={text("invitation.title")}
        />
      )}
      {state.phase === "declined" && (
        <Empty icon="check" text={text("invitation.declined.text")} title={text("invitation.declined.title")} />
      )}
      {state.phase === "offer" && (
        <OfferCard accept={invitation.accept} decline={invitation.decline} email={email} offer={state.offer} />
      )}
    </div>
  );
}

interface OfferCardProps {
  readonly offer: InvitationOffer;
  readonly email: string;
  readonly accept: () => Promise<void>;
  readonly decline: () => Promise<void>;
}

function OfferCard({ offer, email, accept, decline }: OfferCardProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { ownerLabel, networkName, nodes, terms } = offer;
  const words = { text, locale, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const attempt = async (act: () => Promise<void>) => {
    setFault(null);
    try {
      await act();
      return true;
    } catch (error) {
      setFault(toCallText(error, text).words);
      return false;
    }
  };
  const take = async () => {
    setBusy(true);
    const only = nodes?.length === 1 ? `/${nodes[0]?.nodeId}` : "";
    if (await attempt(accept)) navigate(`/sharing/with-me${only}`, { replace: true });
    else setBusy(false);
  };
  const facts = [
    [text("lent.finest"), text(`resolution.${terms.resolution}`)],
    [text("invitation.may"), text(`role.may.${terms.role}`)],
    [text("lent.time"), toTimeWords(terms, serverNow(), words)],
    ...(terms.channels === null ? [] : [[text("lent.channels"), toChannelWords(terms.channels, [], text)]]),
    ...(terms.purpose === "" ? [] : [[text("lent.purpose"), terms.purpose]]),
  ];
  return (
    <Card className={style.card} data-testid="offer">
      <p>{text("invitation.from", { owner: ownerLabel, home: networkName })}</p>
      <ul className={style.what}>
        {nodes === null ? (
          <li>
            <Icon name="home" />
            <span>
              {text("sharing.wholeHome")}
              <small>{text("sharing.wholeHomeHint")}</small>
            </span>
          </li>
        ) : (
          nodes.map(({ nodeId, name, room }) => (
            <li key={nodeId}>
              <Icon name="plug" />
              <span>
                {name}
                {room !== null && <small>{room}</small>}
              </span>
            </li>
          ))
        )}
      </ul>
      <dl className={style.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={style.hint}>{text("invitation.sees", { owner: ownerLabel })}</p>
      <p className={style.hint}>{text("invitation.you", { email })}</p>
      {fault !== null && (
        <p className={style.fault} role="alert">
          {fault}
        </p>
      )}
      <div className={style.acts}>
        <Button aria-busy={busy} data-testid="accept" disabled={busy} onClick={() => void take()}>
          {text("invitation.accept")}
        </Button>
        <Confirm
          disabled={busy}
          label={text("invitation.decline")}
          no={text("sharing.keep")}
          onYes={async () => void (await attempt(decline))}
          question={text("invitation.declineAsk")}
          testId="decline"
          yes={text("invitation.decline")}
        />
      </div>
    </Card>
  );
}
