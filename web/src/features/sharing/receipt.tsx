import type { GrantTerms } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { serverNow } from "../../lib/clock.ts";
import { toMomentText } from "../../lib/dates.ts";
import { toTermsWords } from "../../lib/terms.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { Qr } from "../../ui/qr.tsx";
import { toWhats } from "./grant-words.ts";
import style from "./share-page.module.css";
import type { Managed } from "./use-managed.ts";

interface Facts {
  readonly who: string;
  readonly nodeIds: readonly NodeId[] | null;
  readonly terms: GrantTerms;
}
export type ReceiptFacts = Facts &
  (
    | { readonly kind: "allowed" | "changed" }
    | { readonly kind: "invited"; readonly link: string; readonly expiresAt: number }
  );

const titles = { invited: "receipt.title", allowed: "receipt.doneTitle", changed: "receipt.changedTitle" } as const;

/** What was done, in plain words; of an invitation its link. */
export function Receipt({ facts, managed }: { facts: ReceiptFacts; managed: Managed }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { home, nodes } = managed;
  const { kind, who, nodeIds, terms } = facts;
  const channels = nodes.flatMap(([id, node]) => (nodeIds?.includes(id) ? Object.values(node.channels) : []));
  const words = {
    who,
    what: toWhats(nodeIds, nodes, text, locale),
    terms: toTermsWords(terms, channels, serverNow(), { text, locale, timeZone: home.timeZone }),
  };
  return (
    <Card className={style.receipt} data-testid="receipt">
      <h2 ref={title} tabIndex={-1}>
        <Icon name="check" />
        {text(titles[kind])}
      </h2>
      <p>{text(kind === "invited" ? "receipt.text" : "receipt.doneText", words)}</p>
      {terms.purpose !== "" && <p>{text("receipt.purpose", { purpose: terms.purpose })}</p>}
      {kind === "invited" && (
        <>
          <LinkOut link={facts.link} />
          <p className={style.hint}>
            {text("receipt.link", { who, time: toMomentText(facts.expiresAt, locale, home.timeZone) })}
          </p>
        </>
      )}
      <p className={style.hint}>{text("receipt.end")}</p>
      <Link className={style.back} href={`/sharing?home=${home.networkId}`}>
        {text("receipt.toSharing")}
        <Icon name="next" size={20} />
      </Link>
    </Card>
  );
}

/** The link, to be sent, copied or scanned. */
function LinkOut({ link }: { link: string }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  const [modules, setModules] = useState<boolean[][] | null>(null);
  useEffect(() => {
    void import("uqr").then(
      ({ encode }) => setModules(encode(link, { ecc: "M", border: 2 }).data),
      () => undefined,
    );
  }, [link]);
  const canSend = typeof navigator.share === "function";
  const send = () => void navigator.share({ text: text("receipt.message"), url: link }).catch(() => undefined);
  const copy = () =>
    void navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <div className={style.out}>
      <input
        aria-label={text("receipt.copy")}
        data-testid="share-link"
        onFocus={(event) => event.target.select()}
        readOnly
        value={link}
      />
      <div className={style.buttons}>
        {canSend && (
          <Button data-testid="share-send" onClick={send}>
            <Icon name="share" size={20} />
            {text("receipt.send")}
          </Button>
        )}
        <Button data-testid="share-copy" look={canSend ? "soft" : "main"} onClick={copy}>
          <Icon name={copied ? "check" : "share"} size={20} />
          <span aria-live="polite">{text(copied ? "receipt.copied" : "receipt.copy")}</span>
        </Button>
      </div>
      {modules !== null && (
        <figure className={style.qr}>
          <Qr label={text("receipt.qr")} modules={modules} />
          <figcaption>{text("receipt.qrText")}</figcaption>
        </figure>
      )}
    </div>
  );
}
