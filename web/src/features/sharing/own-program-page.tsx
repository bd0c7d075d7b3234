import type { NewClient } from "@lastmeter/model/apps";
import { clientNameSchema } from "@lastmeter/model/client";
import { useState } from "react";
import { Link } from "wouter";
import { apps } from "../../data/apps.ts";
import { toCallText } from "../../data/call-error.ts";
import { reloadSharing } from "../../data/sharing.ts";
import { serverNow } from "../../lib/clock.ts";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Fault } from "../../ui/fault.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { SecretOnce } from "../../ui/secret-once.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { applyPreset, type Draft, normalize, toDraft, toTerms } from "./draft.ts";
import { NodeChoice } from "./node-choice.tsx";
import style from "./share-page.module.css";
import { TermsFields } from "./terms-fields.tsx";
import { type Managed, useManaged } from "./use-managed.ts";

/** A program of one's own: made and let in by one tap, everything else is for who wants it otherwise. */
export function OwnProgramPage() {
  const text = useText();
  const managed = useManaged();
  useTitle(text("ownProgram.title"));
  if (managed === "loading") return <Skeleton height={320} />;
  if (managed === "none") {
    return <Empty icon="home" text={text("sharing.noHome.text")} title={text("sharing.noHome.title")} />;
  }
  return (
    <div className={style.page}>
      <PageHeader
        back={`/sharing/apps?home=${managed.home.networkId}`}
        backLabel={text("apps.title")}
        title={text("ownProgram.title")}
      />
      <OwnProgram managed={managed} />
    </div>
  );
}

const readScopes = ["nodes:read", "measurements:read", "events:read"] as const;
const allScopes = [...readScopes, "commands:write", "configuration:write"] as const;

function OwnProgram({ managed }: { managed: Managed }) {
  const text = useText();
  const [name, setName] = useState(text("ownProgram.name"));
  const [draft, setDraft] = useState(() => applyPreset(toDraft(null), "household"));
  const [state, setState] = useState<{ busy: boolean; fault: { words: string; code: string | null } | null }>({
    busy: false,
    fault: null,
  });
  const [made, setMade] = useState<NewClient | null>(null);
  const change = (part: Partial<Draft>) => setDraft((before) => normalize({ ...before, ...part }));
  const { networkId, timeZone } = managed.home;

  const create = async () => {
    const terms = toTerms(draft, serverNow(), timeZone);
    const named = clientNameSchema.safeParse(name);
    if (typeof terms === "string" || !named.success) {
      const words = text(typeof terms === "string" ? terms : "ownProgram.fault.name");
      return setState({ busy: false, fault: { words, code: null } });
    }
    setState({ busy: true, fault: null });
    try {
      const scopes = [...(draft.role === "viewer" ? readScopes : allScopes)];
      const nodeIds = draft.nodeIds && [...draft.nodeIds];
      setMade(await apps.createPersonal({ name: named.data, scopes, networkId, nodeIds, terms }));
      await reloadSharing(networkId);
    } catch (error) {
      setState({ busy: false, fault: toCallText(error, text) });
    }
  };

  if (made !== null) {
    return (
      <Card>
        <div className={style.fields}>
          <Notice icon="check" tone="calm">
            {text("ownProgram.made", { name })}
          </Notice>
          <SecretOnce clientId={made.clientId} secret={made.secret} />
          <Link className={style.back} href={`/sharing/apps?home=${networkId}`}>
            {text("ownProgram.done")}
            <Icon name="next" size={20} />
          </Link>
        </div>
      </Card>
    );
  }
  return (
    <Card>
      <div className={style.fields}>
        <p>{text("ownProgram.text", { home: managed.home.name })}</p>
        {state.fault !== null && <Fault {...state.fault} label={text("callFault.code")} />}
        <Button aria-busy={state.busy} data-testid="make-program" disabled={state.busy} onClick={() => void create()}>
          {text("ownProgram.make")}
        </Button>
        <details className={style.more}>
          <summary>{text("ownProgram.more")}</summary>
          <div className={style.fields}>
            <label className={style.field}>
              {text("ownProgram.nameLabel")}
              <input maxLength={80} onChange={(event) => setName(event.target.value)} type="text" value={name} />
            </label>
            <Choices
              legend={text("ownProgram.may")}
              name="may"
              onChange={(role) => change({ role })}
              options={[
                { value: "viewer", label: text("ownProgram.read") },
                { value: "operator", label: text("ownProgram.act") },
              ]}
              value={draft.role === "viewer" ? "viewer" : "operator"}
            />
            <NodeChoice change={change} draft={draft} managed={managed} />
            <TermsFields change={change} draft={draft} managed={managed} />
          </div>
        </details>
      </div>
    </Card>
  );
}
