import type { Grant } from "@lastmeter/model/grant";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { toGrantedNode } from "../../lib/lent.ts";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { applyPreset, type Draft, normalize, presets } from "./draft.ts";
import { toWhats } from "./grant-words.ts";
import { MoreFields } from "./more-fields.tsx";
import { NodeChoice } from "./node-choice.tsx";
import type { ReceiptFacts } from "./receipt.tsx";
import style from "./share-page.module.css";
import type { Preview } from "./share-page.tsx";
import { TermsFields } from "./terms-fields.tsx";
import type { Managed } from "./use-managed.ts";
import { useShare } from "./use-share.ts";

interface ShareFormProps {
  readonly managed: Managed;
  readonly Preview: Preview;
  readonly start: Draft;
  readonly changes: Grant | null;
  readonly consent: boolean;
  readonly onDone: (facts: ReceiptFacts) => void;
}

/** Whom, what, how finely, until when; beside it what they will see. */
export function ShareForm({ managed, Preview, start, changes, consent, onDone }: ShareFormProps) {
  const text = useText();
  const [draft, setDraft] = useState(() => normalize(start));
  const { busy, fault, wrong, submit } = useShare(managed, changes, onDone);
  const change = (part: Partial<Draft>) => setDraft((before) => normalize({ ...before, ...part }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    void submit(draft);
  };
  const fields = { draft, change, managed };
  const label = changes !== null ? "share.save" : consent ? "share.consent" : "share.makeLink";
  return (
    <form className={style.form} noValidate onSubmit={send}>
      <div className={style.column}>
        <Card className={style.fields}>
          {changes === null && !consent && (
            <WhoField
              fault={wrong === "who"}
              onChange={(who) => change({ who })}
              program={draft.preset === "company"}
              value={draft.who}
            />
          )}
          {changes === null && !consent && draft.role !== "admin" && (
            <Choices
              legend={text("share.who")}
              name="preset"
              onChange={(preset) => setDraft((before) => normalize(applyPreset(before, preset)))}
              options={presets.map((value) => ({ value, label: text(`preset.${value}`) }))}
              value={draft.preset}
            />
          )}
          {changes === null && <NodeChoice {...fields} />}
          <TermsFields {...fields} />
          <MoreFields {...fields} />
        </Card>
      </div>
      <PreviewCard draft={draft} managed={managed} Preview={Preview} />
      <div className={style.submit}>
        <p aria-live="polite" className={style.summary}>
          {toWhats(draft.nodeIds, managed.nodes, text, document.documentElement.lang)} ·{" "}
          {text(`resolution.${draft.resolution}`)}
        </p>
        {fault !== null && (
          <p className={style.fault} id="share-fault" role="alert">
            {fault}
          </p>
        )}
        <Button aria-busy={busy} data-testid="share-submit" disabled={busy} type="submit">
          {text(label)}
        </Button>
      </div>
    </form>
  );
}

interface WhoFieldProps {
  readonly value: string;
  readonly fault: boolean;
  /** A program's code is taken too. */
  readonly program: boolean;
  readonly onChange: (who: string) => void;
}

function WhoField({ value, fault, program, onChange }: WhoFieldProps) {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  // After the shell has given the focus to the new page.
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <label className={style.field}>
      {text(program ? "share.emailOrProgram" : "share.email")}
      <input
        aria-describedby={fault ? "share-fault" : undefined}
        aria-invalid={fault}
        autoCapitalize="none"
        autoComplete="email"
        data-testid="share-who"
        inputMode={program ? "text" : "email"}
        onChange={(event) => onChange(event.target.value)}
        ref={input}
        spellCheck={false}
        type="text"
        value={value}
      />
    </label>
  );
}

function PreviewCard({ draft, managed, Preview }: Pick<ShareFormProps, "managed" | "Preview"> & { draft: Draft }) {
  const text = useText();
  const [chosen, setChosen] = useState("");
  const offered = managed.nodes.filter(([id]) => draft.nodeIds === null || draft.nodeIds.includes(id));
  const [nodeId, node] = offered.find(([id]) => id === chosen) ?? offered[0] ?? [];
  return (
    <Card className={style.preview}>
      <h2>{text("share.preview")}</h2>
      <p className={style.hint}>{text("share.previewText")}</p>
      {offered.length > 1 && (
        <label className={style.inline}>
          {text("share.previewOf")}
          <select onChange={(event) => setChosen(event.target.value)} value={nodeId}>
            {offered.map(([id, { name }]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {nodeId && node ? (
        <Preview
          key={`${nodeId} ${draft.resolution}`}
          lent={{
            nodeId,
            node: toGrantedNode(node, draft.channels),
            resolution: draft.resolution,
            view: null,
            historyFrom: draft.historyFrom || null,
            timeZone: managed.home.timeZone,
          }}
        />
      ) : (
        <p className={style.hint}>{text("share.fault.nodes")}</p>
      )}
    </Card>
  );
}
