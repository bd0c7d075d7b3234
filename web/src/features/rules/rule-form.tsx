import { isMoment, type RuleDraft } from "@lastmeter/model/rule";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Card } from "../../ui/parts.tsx";
import { ActionFields } from "./action-fields.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { toNewTrigger, triggerKinds } from "./condition-kinds.ts";
import { CheckField, DurationField, SelectField } from "./fields.tsx";
import { GuardFields } from "./guard-fields.tsx";
import style from "./rules.module.css";
import { TimeField } from "./time-fields.tsx";
import { type RuleHome, useRecipients } from "./use-rule-home.ts";

interface RuleFormProps {
  readonly of: RuleHome;
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
}

/** When, only if, then, when over: in the order in which the sentence says it. */
export function RuleForm({ of, draft, onChange }: RuleFormProps) {
  const text = useText();
  const recipients = useRecipients(of.home.networkId);
  const change = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part });
  const setWhen = (when: RuleDraft["when"]) => change({ when, ...(isMoment(when) ? { whenOver: [] } : {}) });
  return (
    <div className={style.form}>
      <Card className={style.part}>
        <h2>{text("rule.part.when")}</h2>
        <div className={style.fields}>
          <SelectField
            label={text("rule.kind")}
            onChange={(kind) => {
              const next = toNewTrigger(kind, of);
              if (next) setWhen(next);
            }}
            options={triggerKinds
              .filter((kind) => kind === draft.when.kind || toNewTrigger(kind, of) !== null)
              .map((kind) => ({ value: kind, label: text(`rule.kind.${kind}`) }))}
            testId="trigger-kind"
            value={draft.when.kind}
          />
          <ConditionFields of={of} onChange={setWhen} value={draft.when} />
        </div>
      </Card>
      <Card className={style.part}>
        <h2>{text("rule.part.onlyIf")}</h2>
        <GuardFields of={of} onChange={(onlyIf) => change({ onlyIf })} value={draft.onlyIf} />
      </Card>
      <Card className={style.part}>
        <h2>{text("rule.part.then")}</h2>
        <ActionFields
          kinds={["notify", "command", "alarm"]}
          of={of}
          onChange={(actions) => change({ actions })}
          recipients={recipients}
          value={draft.actions}
        />
      </Card>
      {!isMoment(draft.when) && (
        <Card className={style.part}>
          <h2>{text("rule.part.whenOver")}</h2>
          <ActionFields
            kinds={["notify", "command"]}
            of={of}
            onChange={(actions) =>
              change({ whenOver: actions.flatMap((action) => (action.do === "alarm" ? [] : [action])) })
            }
            recipients={recipients}
            value={draft.whenOver}
          />
        </Card>
      )}
      <details className={style.moreFields}>
        <summary>{text("rule.part.more")}</summary>
        <Card className={style.part}>
          <div className={style.fields}>
            <label className={style.field}>
              {text("rule.name")}
              <input maxLength={80} onChange={(event) => change({ name: event.target.value })} value={draft.name} />
              <small>{text("rule.nameHint")}</small>
            </label>
            <DurationField
              label={text("rule.coolDown")}
              onChange={(coolDownMs) => change({ coolDownMs: Math.min(604_800_000, coolDownMs) })}
              valueMs={draft.coolDownMs}
            />
            <CheckField
              checked={draft.quiet !== null}
              label={text("rule.quiet")}
              onChange={(on) => change({ quiet: on ? { from: "22:00", to: "07:00" } : null })}
            />
            {draft.quiet !== null && (
              <div className={style.pair}>
                <TimeField
                  label={text("rule.from")}
                  onChange={(from) => draft.quiet && change({ quiet: { ...draft.quiet, from } })}
                  value={draft.quiet.from}
                />
                <TimeField
                  label={text("rule.to")}
                  onChange={(to) => draft.quiet && change({ quiet: { ...draft.quiet, to } })}
                  value={draft.quiet.to}
                />
              </div>
            )}
            <div className={style.pair}>
              {(["from", "to"] as const).map((end) => (
                <label className={style.field} key={end}>
                  {text(`rule.active.${end}`)}
                  <input
                    onChange={(event) => change({ active: { ...draft.active, [end]: event.target.value || null } })}
                    type="date"
                    value={draft.active[end] ?? ""}
                  />
                </label>
              ))}
            </div>
            {of.home.isOwner && (
              <Choices
                legend={text("rule.editors")}
                name="editors"
                onChange={(editors) => change({ editors })}
                options={(["managers", "owner"] as const).map((each) => ({
                  value: each,
                  label: text(`rule.editors.${each}`),
                }))}
                value={draft.editors}
              />
            )}
          </div>
        </Card>
      </details>
    </div>
  );
}
