import { conditionLimits, type Guard, type Level, toDepth, toLevels } from "@lastmeter/model/condition";
import { useId } from "react";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Button } from "../../ui/parts.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { levelKinds, toNewLevel } from "./condition-kinds.ts";
import { CheckField, SelectField } from "./fields.tsx";
import { toConditionText } from "./rule-words.ts";
import style from "./rules.module.css";
import type { OfHome } from "./subject-fields.tsx";

interface GuardFieldsProps {
  readonly of: OfHome;
  readonly value: Guard | null;
  readonly onChange: (guard: Guard | null) => void;
}

type Group = Extract<Guard, { of: Guard[] }>;
const isGroup = (guard: Guard): guard is Group => guard.kind === "all" || guard.kind === "any";

/** Only if: conditions that must all hold, or one of them, each also as its contrary; groups inside groups. */
export function GuardFields({ of, value, onChange }: GuardFieldsProps) {
  const text = useText();
  const group: Group | null = value === null ? null : isGroup(value) ? value : { kind: "all", of: [value] };
  const add = () => {
    const level = toNewLevel("during", of);
    if (level) onChange(group === null ? level : { ...group, of: [...group.of, level] });
  };
  if (group === null) {
    return (
      <Button className={style.alone} data-testid="add-guard" look="soft" onClick={add}>
        {text("rule.addGuard")}
      </Button>
    );
  }
  const room = toLevels(group).length + 1 < conditionLimits.leaves;
  return <GroupFields add={room ? add : null} of={of} onChange={onChange} value={group} within={0} />;
}

function GroupFields({
  of,
  value,
  onChange,
  add,
  within,
}: GuardFieldsProps & {
  readonly value: Group;
  readonly add: (() => void) | null;
  readonly within: number;
}) {
  const text = useText();
  const name = useId();
  const replace = (at: number, next: Guard | null) => {
    const parts = value.of.flatMap((each, place) => (place === at ? (next === null ? [] : [next]) : [each]));
    const [first] = parts;
    if (first === undefined) onChange(null);
    else onChange({ ...value, of: parts });
  };
  const nest = () => {
    const level = toNewLevel("during", of);
    if (level) onChange({ ...value, of: [...value.of, { kind: value.kind === "all" ? "any" : "all", of: [level] }] });
  };
  return (
    <div className={style.group}>
      {value.of.length > 1 && (
        <Choices
          bare
          legend={text("rule.joined")}
          name={name}
          onChange={(kind) => onChange({ ...value, kind })}
          options={(["all", "any"] as const).map((kind) => ({ value: kind, label: text(`rule.joined.${kind}`) }))}
          value={value.kind}
        />
      )}
      {value.of.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other name than their place
        <PartFields key={at} of={of} onChange={(next) => replace(at, next)} value={part} within={within + 1} />
      ))}
      <div className={style.acts}>
        {add && (
          <Button look="plain" onClick={add}>
            {text("rule.addCondition")}
          </Button>
        )}
        {add && within + toDepth(value) < conditionLimits.depth && (
          <Button look="plain" onClick={nest}>
            {text("rule.addGroup")}
          </Button>
        )}
      </div>
    </div>
  );
}

function PartFields({
  of,
  value,
  onChange,
  within,
}: {
  readonly of: OfHome;
  readonly value: Guard;
  readonly onChange: (guard: Guard | null) => void;
  readonly within: number;
}) {
  const text = useText();
  const negated = value.kind === "not";
  const inner = value.kind === "not" ? value.of : value;
  const wrap = (guard: Guard): Guard => (negated ? { kind: "not", of: guard } : guard);
  const common = (
    <div className={style.acts}>
      <CheckField
        checked={negated}
        label={text("rule.contrary")}
        onChange={(on) => onChange(on ? { kind: "not", of: inner } : inner)}
      />
      <Button look="plain" onClick={() => onChange(null)}>
        {text("rule.drop")}
      </Button>
    </div>
  );
  if (inner.kind === "not") return <div className={style.part}>{common}</div>;
  if (isGroup(inner)) {
    const add = () => {
      const level = toNewLevel("during", of);
      if (level) onChange(wrap({ ...inner, of: [...inner.of, level] }));
    };
    return (
      <div className={style.part}>
        <GroupFields
          add={add}
          of={of}
          onChange={(next) => onChange(next === null ? null : wrap(next))}
          value={inner}
          within={within}
        />
        {common}
      </div>
    );
  }
  return (
    <div className={style.part}>
      <LevelFields of={of} onChange={(level) => onChange(wrap(level))} value={inner} />
      {common}
    </div>
  );
}

function LevelFields({
  of,
  value,
  onChange,
}: {
  readonly of: OfHome;
  readonly value: Level;
  readonly onChange: (level: Level) => void;
}) {
  const text = useText();
  return (
    <details>
      <summary>{toConditionText(of.words, value)}</summary>
      <div className={style.fields}>
        <SelectField
          label={text("rule.kind")}
          onChange={(kind) => {
            const next = toNewLevel(kind, of);
            if (next) onChange(next);
          }}
          options={levelKinds.map((kind) => ({ value: kind, label: text(`rule.kind.${kind}`) }))}
          value={value.kind}
        />
        <ConditionFields
          of={of}
          onChange={(next) => {
            if (next.kind !== "schedule" && next.kind !== "changed") onChange(next);
          }}
          value={value}
        />
      </div>
    </details>
  );
}
