import type { Grant } from "@lastmeter/model/grant";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { removeUnused } from "../../data/apps.ts";
import { toCallText } from "../../data/call-error.ts";
import { reloadSharing, sharing } from "../../data/sharing.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Badge, Card } from "../../ui/parts.tsx";
import { toGrantWords, toOpenedWords, toWhat } from "./grant-words.ts";
import { type Reader, toLock, toRevocations } from "./overview.ts";
import style from "./sharing-page.module.css";
import type { Managed } from "./use-managed.ts";

interface ReaderCardProps {
  readonly managed: Managed;
  readonly reader: Reader;
  readonly onSay: (words: string | null) => void;
  /** What is known of them beside their grants. */
  readonly children?: ReactNode;
}

/** A person or program: all they may see, each to be changed or ended. */
export function ReaderCard({ managed, reader, onSay, children }: ReaderCardProps) {
  const text = useText();
  const { principalId, label, whole, nodes, isProgram } = reader;
  const all = [...(whole ? [whole] : []), ...nodes];
  const [fault, setFault] = useState<string | null>(null);
  const end = async (grants: readonly Grant[], what: string) => {
    setFault(null);
    try {
      for (const revocation of toRevocations(grants)) {
        await sharing.revoke({ networkId: managed.home.networkId, ...revocation });
      }
      const isGone = isProgram && grants.length === all.length && (await removeUnused(principalId.slice(2)));
      await reloadSharing(managed.home.networkId);
      onSay(isGone ? text("apps.removed", { who: label }) : text("sharing.ended", { who: label, what }));
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
  };
  const free = all.every((grant) => toLock(grant, { uid: managed.uid, isOwner: managed.home.isOwner }) === null);
  return (
    <Card aria-label={label} className={style.reader}>
      <header className={style.readerHeader}>
        <span className={style.face}>
          <Icon name={isProgram ? "computer" : "eye"} size={20} />
        </span>
        <h2>{label}</h2>
        {isProgram && <Badge>{text("sharing.program")}</Badge>}
        {whole && whole.role !== "viewer" && <Badge>{text(`role.name.${whole.role}`)}</Badge>}
      </header>
      {children}
      <ul>
        {all.map((grant) => (
          <GrantRow
            grant={grant}
            key={grant.nodeId ?? ""}
            managed={managed}
            onEnd={() => end([grant], toWhat(grant.nodeId, managed.nodes, text))}
          />
        ))}
      </ul>
      {all.length > 1 && free && (
        <footer className={style.readerFooter}>
          <Confirm
            about={label}
            label={text("sharing.endAll")}
            no={text("sharing.keep")}
            onYes={() => end(all, managed.home.name)}
            question={text("sharing.endAllAsk", { who: label })}
            yes={text("sharing.endYes")}
          />
        </footer>
      )}
      {fault !== null && (
        <p className={style.fault} role="alert">
          {fault}
        </p>
      )}
    </Card>
  );
}

interface GrantRowProps {
  readonly grant: Grant;
  readonly managed: Managed;
  readonly onEnd: () => Promise<void>;
}

function GrantRow({ grant, managed, onEnd }: GrantRowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { home, nodes, uid } = managed;
  const what = toWhat(grant.nodeId, nodes, text);
  const lock = toLock(grant, { uid, isOwner: home.isOwner });
  const opened = toOpenedWords(grant, text, locale);
  const query = new URLSearchParams({ home: home.networkId, change: grant.principalId, node: grant.nodeId ?? "" });
  return (
    <li className={style.grant} data-testid="grant">
      <div className={style.grantWords}>
        <strong>{what}</strong>
        <span>{toGrantWords(grant, nodes, text, locale)}</span>
        <span className={style.small}>{[opened, grant.purpose].filter(Boolean).join(" · ")}</span>
      </div>
      {lock === null ? (
        <div className={style.acts}>
          <Link
            aria-label={`${text("sharing.change")}, ${what}, ${grant.label}`}
            className={style.plain}
            href={`/sharing/new?${query}`}
          >
            {text("sharing.change")}
          </Link>
          <Confirm
            about={`${what}, ${grant.label}`}
            label={text("sharing.end")}
            no={text("sharing.keep")}
            onYes={onEnd}
            question={text(grant.nodeId === null ? "sharing.endAllAsk" : "sharing.endAsk", { who: grant.label })}
            testId="end"
            yes={text("sharing.endYes")}
          />
        </div>
      ) : (
        <p className={style.small}>{text(lock === "own" ? "table.ownReason" : "table.adminReason")}</p>
      )}
    </li>
  );
}
