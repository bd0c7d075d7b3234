import { Link } from "wouter";
import type { LentHome, LentNode } from "../../data/grants.ts";
import { serverNow } from "../../lib/clock.ts";
import { toTermsWords } from "../../lib/terms.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Badge, Card } from "../../ui/parts.tsx";
import { LeaveButton } from "./leave-button.tsx";
import { LentFigure } from "./lent-figure.tsx";
import style from "./shared-with-me-page.module.css";

/** A home and what of it is lent, with each node's newest value. */
export function LentHomeCard({ home }: { home: LentHome }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { about, whole, nodes } = home;
  const words = { text, locale, timeZone: about.timeZone };
  return (
    <Card className={style.card}>
      <header className={style.homeHeader}>
        <div>
          <h2>{about.networkName}</h2>
          <p className={style.hint}>{text("lent.owner", { owner: about.ownerLabel })}</p>
        </div>
        {whole && <Badge>{text("lent.whole")}</Badge>}
      </header>
      {nodes.length === 0 && <p className={style.hint}>{text("lent.noNodes")}</p>}
      <ul className={style.nodes}>
        {nodes.map((lent) => (
          <LentRow key={lent.nodeId} lent={lent} />
        ))}
      </ul>
      {whole && (
        <footer className={style.footer}>
          <p className={style.hint}>{toTermsWords(whole, [], serverNow(), words)}</p>
          {whole.role === "admin" && (
            <Link className={style.link} href={`/sharing?home=${home.networkId}`}>
              {text("lent.manage")}
            </Link>
          )}
          <LeaveButton about={about.networkName} networkId={home.networkId} nodeIds={null} />
        </footer>
      )}
    </Card>
  );
}

function LentRow({ lent }: { lent: LentNode }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { node, grant } = lent;
  const words = { text, locale, timeZone: lent.timeZone };
  return (
    <li>
      <Link
        className={style.row}
        data-node-name={node.name}
        data-testid="lent-row"
        href={`/sharing/with-me/${lent.nodeId}`}
      >
        <span className={style.icon}>
          <Icon name={toNodeIcon(node)} size={22} />
        </span>
        <span className={style.words}>
          <span className={style.name}>{node.name}</span>
          <span className={style.hint}>{toTermsWords(grant, Object.values(node.channels), serverNow(), words)}</span>
        </span>
        <LentFigure lent={lent} />
      </Link>
    </li>
  );
}
