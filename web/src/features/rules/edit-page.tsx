import type { NodeId } from "@lastmeter/model/ids";
import { type Rule, type RuleDraft, ruleDraftSchema } from "@lastmeter/model/rule";
import type { RuleSaved } from "@lastmeter/model/rule-request";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import type { ManagedHome } from "../../data/grants.ts";
import { rules, useRules } from "../../data/rules.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { SelectField } from "./fields.tsx";
import { ReplayCard } from "./replay-card.tsx";
import { RuleForm } from "./rule-form.tsx";
import { toRuleText } from "./rule-words.ts";
import style from "./rules.module.css";
import { isTemplateId, type TemplateId, templates, toCandidates } from "./templates.ts";
import { useHomeOf, useRuleHome } from "./use-rule-home.ts";

interface EditPageProps {
  readonly networkId: string;
  /** A template's name, or a rule's id. */
  readonly from: { readonly template: string } | { readonly ruleId: string };
  /** Shown once the rule is saved: whether this device may be notified. */
  readonly ask: ReactNode;
}

export function EditPage({ networkId, from, ask }: EditPageProps) {
  const text = useText();
  const home = useHomeOf(networkId);
  const isNew = "template" in from;
  const title = text(isNew ? "rules.addTitle" : "rules.editTitle");
  useTitle(title);
  return (
    <div className={style.page}>
      <header>
        <Link
          className={style.back}
          href={isNew ? `/rules/${networkId}/new` : `/rules/${networkId}/${"ruleId" in from ? from.ruleId : ""}`}
        >
          <Icon name="back" size={20} />
          {text(isNew ? "rules.templates" : "rules.one")}
        </Link>
        <h1>{title}</h1>
      </header>
      {home === null && <Skeleton height={320} />}
      {home === "none" && <Empty icon="lock" text={text("rules.noHome.text")} title={text("rules.notYours")} />}
      {typeof home === "object" &&
        home !== null &&
        ("template" in from ? (
          <NewRule ask={ask} home={home} template={isTemplateId(from.template) ? from.template : "own"} />
        ) : (
          <OldRule ask={ask} home={home} ruleId={from.ruleId} />
        ))}
    </div>
  );
}

function NewRule({ home, template, ask }: { home: ManagedHome; template: TemplateId; ask: ReactNode }) {
  const text = useText();
  const of = useRuleHome(home);
  const [chosen, setChosen] = useState<NodeId | null>(null);
  const candidates = toCandidates(template, of.nodes);
  if (of.nodes.length === 0) return <Skeleton height={320} />;
  if (candidates === undefined)
    return <Empty icon="info" text={text("template.notHere")} title={text(`template.${template}`)} />;
  const device = chosen ?? candidates?.[0]?.[0] ?? of.nodes[0]?.[0];
  if (device === undefined) return null;
  return (
    <>
      {candidates !== null && candidates.length > 1 && (
        <SelectField
          label={text("rule.device")}
          onChange={(id) => setChosen(candidates.find(([each]) => each === id)?.[0] ?? null)}
          options={candidates.map(([id, { name }]) => ({ value: id as string, label: name }))}
          testId="template-device"
          value={device}
        />
      )}
      <Editor
        ask={ask}
        home={home}
        key={device}
        rule={null}
        ruleId={null}
        start={templates[template].toDraft(device, of.nodes)}
      />
    </>
  );
}

function OldRule({ home, ruleId, ask }: { home: ManagedHome; ruleId: string; ask: ReactNode }) {
  const text = useText();
  const { value } = useRules(home.networkId);
  const rule = value?.get(ruleId);
  const [first, setFirst] = useState<Rule | undefined>(rule);
  if (value === null) return <Skeleton height={320} />;
  if (rule === undefined) return <Empty icon="info" text={text("rules.gone.text")} title={text("rules.gone.title")} />;
  if (first === undefined) setFirst(rule);
  const shown = first ?? rule;
  return (
    <>
      {rule.version !== shown.version && (
        <Notice icon="info">{text("rules.changedMeanwhile", { who: rule.byLabel })}</Notice>
      )}
      <Editor ask={ask} home={home} rule={shown} ruleId={ruleId} start={shown.rule} />
    </>
  );
}

interface EditorProps {
  readonly home: ManagedHome;
  readonly start: RuleDraft;
  readonly rule: Rule | null;
  readonly ruleId: string | null;
  readonly ask: ReactNode;
}

function Editor({ home, start, rule, ruleId, ask }: EditorProps) {
  const text = useText();
  const of = useRuleHome(home);
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(start);
  const [saved, setSaved] = useState<RuleSaved | null>(null);
  const act = useAct();
  const parsed = ruleDraftSchema.safeParse(draft);
  const { networkId } = home;
  const save = () =>
    act.run(async () => {
      const reply = await rules.save({
        networkId,
        ruleId,
        version: rule?.version ?? null,
        rule: draft,
        on: rule?.on ?? true,
      });
      setSaved(reply);
    });
  if (saved !== null) {
    return (
      <Card className={style.part} data-testid="rule-saved">
        <Notice icon="check" tone="calm">
          {text(rule?.on === false ? "rules.savedOff" : "rules.saved")}
        </Notice>
        <p>{toRuleText(of.words, draft)}</p>
        {saved.promptness === "interval" && <p className={style.hint}>{text("rules.prompt.interval")}</p>}
        {ask}
        <Button className={style.alone} look="soft" onClick={() => navigate(`/rules/${networkId}/${saved.ruleId}`)}>
          {text("rules.toRule")}
        </Button>
      </Card>
    );
  }
  return (
    <>
      <Card className={style.sentence}>
        <p aria-live="polite" data-testid="sentence">
          {toRuleText(of.words, draft)}
        </p>
      </Card>
      <RuleForm draft={draft} of={of} onChange={setDraft} />
      <ReplayCard draft={draft} of={of} valid={parsed.success} />
      <Outcome act={act} />
      {!parsed.success && (
        <p className={style.fault} role="alert">
          {text("rules.invalid", { field: parsed.error.issues[0]?.path.join(" › ") ?? "" })}
        </p>
      )}
      <div className={style.acts}>
        <Button
          aria-busy={act.busy}
          data-testid="save-rule"
          disabled={act.busy || !parsed.success}
          onClick={() => void save()}
        >
          {text(rule === null ? "rules.saveNew" : "rules.save")}
        </Button>
        <Button look="plain" onClick={() => navigate(ruleId === null ? "/rules" : `/rules/${networkId}/${ruleId}`)}>
          {text("rules.cancel")}
        </Button>
      </div>
    </>
  );
}
