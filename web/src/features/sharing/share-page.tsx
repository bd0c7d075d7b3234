import type { Grant } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import type { ComponentType } from "react";
import { useState } from "react";
import { useSearch } from "wouter";
import { apps } from "../../data/apps.ts";
import { useAsked } from "../../data/asked.ts";
import { toGiven } from "../../lib/access.ts";
import { serverNow } from "../../lib/clock.ts";
import type { Lent } from "../../lib/lent.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { type Draft, fromConsent, fromGrant, normalize, toDraft } from "./draft.ts";
import { Receipt, type ReceiptFacts } from "./receipt.tsx";
import { ShareForm } from "./share-form.tsx";
import style from "./share-page.module.css";
import { type Managed, useManaged } from "./use-managed.ts";

/** How a lent node looks to who it is lent to; given by the app, since it is a page of its own. */
export type Preview = ComponentType<{ lent: Lent }>;

interface Start {
  readonly draft: Draft;
  /** The grant that is changed. */
  readonly changes: Grant | null;
}

/** `?node=…` (or none), `?change={principal}&node=…`, `?role=admin`; null: the grants are not read yet. */
function toStart(search: string, { list, nodes }: Managed): Start | "gone" | null {
  const params = new URLSearchParams(search);
  const known = nodes.map(([id]) => id);
  const wanted = params.getAll("node").filter((id): id is NodeId => known.includes(id as NodeId));
  const principalId = params.get("change");
  if (principalId === null) {
    const draft = toDraft(params.get("role") === "admin" ? null : wanted);
    return {
      draft: params.get("role") === "admin" ? normalize({ ...draft, role: "admin", until: "none" }) : draft,
      changes: null,
    };
  }
  if (list === null) return null;
  const found = toGiven(list.grants).find(
    (grant) => grant.principalId === principalId && (grant.nodeId ?? "") === (params.get("node") ?? ""),
  );
  return found ? { draft: fromGrant(found, serverNow()), changes: found } : "gone";
}

export function SharePage({ Preview }: { Preview: Preview }) {
  const text = useText();
  const search = useSearch();
  const managed = useManaged(new URLSearchParams(search).get("node") as NodeId);
  const title = text("share.title");
  useTitle(title);
  if (managed === "loading") return <Skeleton height={320} />;
  if (managed === "none") return <NoHome />;
  const start = toStart(search, managed);
  if (start === null) return <Skeleton height={320} />;
  if (start === "gone") return <Empty icon="info" text={text("callFault.notFound")} title={text("sharing.failed")} />;
  const { changes, draft } = start;
  const shown = changes === null ? title : text("share.changeTitle", { who: changes.label });
  return <Flow changes={changes} key={search} managed={managed} Preview={Preview} start={draft} title={shown} />;
}

/** A company's request (its link): the same screen, filled. */
export function ConsentPage({ Preview }: { Preview: Preview }) {
  const text = useText();
  const search = useSearch();
  const asked = fromConsent(search);
  const managed = useManaged(asked.nodeIds?.[0]);
  const title = text("share.consentTitle");
  useTitle(title);
  if (managed === "loading") return <Skeleton height={320} />;
  if (managed === "none") return <NoHome />;
  const known = managed.nodes.map(([id]) => id);
  const draft = { ...asked, nodeIds: asked.nodeIds?.filter((id) => known.includes(id)) ?? [] };
  return (
    <Flow
      changes={null}
      consent={asked.who}
      key={search}
      managed={managed}
      Preview={Preview}
      start={draft}
      title={title}
    />
  );
}

function NoHome() {
  const text = useText();
  return <Empty icon="home" text={text("sharing.noHome.text")} title={text("sharing.noHome.title")} />;
}

/** The program, and the company behind it as the platform's operator approved it. */
function WhoAsks({ clientId }: { clientId: string }) {
  const text = useText();
  const { value, fault } = useAsked(clientId, () => apps.about({ clientId }));
  if (fault !== null) return <Notice icon="info">{text("share.consentUnknown")}</Notice>;
  if (value === null) return <Skeleton height={72} />;
  const { name, description, provider } = value;
  const program = provider === null ? name : text("share.consentProgram", { program: name, company: provider.name });
  return (
    <>
      <p>{text("share.consentText", { program })}</p>
      {description !== "" && <p>{description}</p>}
      {provider !== null && (
        <p className={style.hint}>
          {text("share.consentContact")} <a href={`mailto:${provider.contact}`}>{provider.contact}</a>
        </p>
      )}
      <Notice icon="info">{text("share.consentWarn")}</Notice>
    </>
  );
}

interface FlowProps {
  readonly managed: Managed;
  readonly Preview: Preview;
  readonly start: Draft;
  readonly changes: Grant | null;
  readonly title: string;
  /** The program that asks. */
  readonly consent?: string;
}

function Flow({ managed, Preview, start, changes, title, consent }: FlowProps) {
  const text = useText();
  const [receipt, setReceipt] = useState<ReceiptFacts | null>(null);
  const back = `/sharing?home=${managed.home.networkId}`;
  return (
    <div className={style.page}>
      <PageHeader back={back} backLabel={text("sharing.title")} title={title} />
      {receipt !== null ? (
        <Receipt facts={receipt} managed={managed} />
      ) : (
        <>
          {consent !== undefined && <WhoAsks clientId={consent} />}
          <ShareForm
            changes={changes}
            consent={consent !== undefined}
            managed={managed}
            onDone={setReceipt}
            Preview={Preview}
            start={start}
          />
        </>
      )}
    </div>
  );
}
