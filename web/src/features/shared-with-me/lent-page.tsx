import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import { type LentNode, useLentHomes } from "../../data/grants.ts";
import { useLentWatch } from "../../data/lent-watch.ts";
import { tellOpened } from "../../data/sharing.ts";
import { serverNow } from "../../lib/clock.ts";
import { hasControls } from "../../lib/control.ts";
import { toDateText } from "../../lib/dates.ts";
import { toDayInterval } from "../../lib/local-day.ts";
import { toChannelWords, toTimeWords } from "../../lib/terms.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { ControlParts } from "../../ui/control-parts.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Card, Empty, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { LeaveButton } from "./leave-button.tsx";
import { LentNodeView } from "./lent-node.tsx";
import style from "./shared-with-me-page.module.css";

const back = "/sharing/with-me";

export function LentPage({ nodeId, control }: { nodeId: string; control: ControlParts }) {
  const text = useText();
  const { homes } = useLentHomes();
  const lent = homes?.flatMap(({ nodes }) => nodes).find((each) => each.nodeId === nodeId);
  useTitle(lent?.node.name ?? text("sharing.withMe"));
  if (lent) return <LentPageView control={control} lent={lent} />;
  if (homes === null) return <Skeleton height={320} />;
  const action = <Link href={back}>{text("sharing.withMe")}</Link>;
  return <Empty action={action} icon="info" text={text("lent.gone.text")} title={text("lent.gone.title")} />;
}

function LentPageView({ lent, control }: { lent: LentNode; control: ControlParts }) {
  const text = useText();
  const { node, grant, nodeId } = lent;
  const { networkId, ownerLabel, networkName } = grant;
  const isOperated = grant.role !== "viewer" && hasControls(node);
  const isAdmin = grant.role === "admin" && grant.source === "network";
  const subject = { networkId, nodeId, node, link: null };
  useLentWatch(lent.resolution === "raw" ? [lent] : []);
  useEffect(() => tellOpened(networkId, [nodeId]), [networkId, nodeId]);
  return (
    <div className={style.page}>
      <header className={style.nodeHeader}>
        <Link className={style.back} href={back}>
          <Icon name="back" size={20} />
          {text("sharing.withMe")}
        </Link>
        <div className={style.title}>
          <span className={style.bigIcon}>
            <Icon name={toNodeIcon(node)} size={26} />
          </span>
          <div className={style.words}>
            <h1>{node.name}</h1>
            <p className={style.hint}>
              {networkName} · {text("lent.owner", { owner: ownerLabel })}
            </p>
          </div>
        </div>
      </header>
      <div className={style.columns}>
        <div className={style.column}>
          {isOperated && <control.Controls {...subject} waiting={<Skeleton height={140} />} />}
          <Card>
            <LentNodeView lent={lent} />
          </Card>
        </div>
        <div className={style.column}>
          <TermsCard lent={lent} />
          {isOperated && isAdmin && <control.Commands {...subject} />}
        </div>
      </div>
    </div>
  );
}

/** What was agreed, in plain words, and the way out of it. */
function TermsCard({ lent }: { lent: LentNode }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [, navigate] = useLocation();
  const { grant, node, timeZone, nodeId } = lent;
  const words = { text, locale, timeZone };
  const past =
    grant.historyFrom === null
      ? text("lent.allPast")
      : text("terms.from", {
          date: toDateText(toDayInterval(grant.historyFrom, timeZone).startAt, locale, timeZone),
        });
  const facts = [
    [text("lent.finest"), text(`resolution.${grant.resolution}`)],
    [
      text("lent.channels"),
      grant.channels === null
        ? text("lent.allChannels")
        : toChannelWords(grant.channels, Object.values(node.channels), text),
    ],
    [text("lent.time"), toTimeWords(grant, serverNow(), words)],
    [text("lent.past"), past],
    ...(grant.purpose === "" ? [] : [[text("lent.purpose"), grant.purpose]]),
  ];
  return (
    <Card>
      <h2>{text("lent.terms")}</h2>
      <dl className={style.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {grant.source === "node" && (
        <LeaveButton
          about={node.name}
          networkId={grant.networkId}
          nodeIds={[nodeId]}
          onLeft={() => navigate(back, { replace: true })}
        />
      )}
    </Card>
  );
}
