import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { REPAIR_MAX_MS } from "@lastmeter/model/repair";
import type { Interval } from "@lastmeter/model/time";
import { useEffect, useId, useRef } from "react";
import { serverNow } from "../../lib/clock.ts";
import { toInstant, toLocalMinute } from "../../lib/local-minute.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { overlaps } from "./marks.ts";
import style from "./repair.module.css";
import { RepairConfirm } from "./repair-confirm.tsx";
import { actionWords } from "./repair-words.ts";
import type { RepairMode } from "./use-repair.ts";

interface RepairFormProps {
  readonly mode: RepairMode;
  readonly node: readonly [NodeId, Node];
  readonly network: Network;
}

/** Which stretch, and what shall become of it. */
export function RepairForm({ mode, node, network }: RepairFormProps) {
  const text = useText();
  const title = useRef<HTMLHeadingElement>(null);
  const fields = useRef<HTMLDivElement>(null);
  const { timeZone } = network;
  const { chosen, action, stretches } = mode;
  const fault = chosen && findFault(chosen);
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    // So much that what is chosen and the chart it is chosen in are both seen.
    fields.current?.scrollIntoView({ block: "end" });
  }, []);
  const touches = chosen !== null && stretches.some((stretch) => overlaps(stretch, chosen));
  const actions =
    touches || action === "restore" ? (["exclude", "accept", "restore"] as const) : (["exclude", "accept"] as const);
  return (
    <Card aria-labelledby="repair-title" className={style.form} data-testid="repair-form">
      <header className={style.header}>
        <h2 id="repair-title" ref={title} tabIndex={-1}>
          {text("repair.title")}
        </h2>
        <Button aria-label={text("repair.close")} look="plain" onClick={mode.close}>
          <Icon name="close" size={20} />
        </Button>
      </header>
      <p className={style.hint}>{text("repair.choose")}</p>
      <div className={style.fields} ref={fields}>
        <Stretch chosen={chosen} onChange={mode.setChosen} timeZone={timeZone} />
      </div>
      <p aria-live="polite" className={style.fault}>
        {fault && text(fault)}
      </p>
      <fieldset className={style.actions}>
        <legend>{text("repair.what")}</legend>
        {actions.map((each) => (
          <label key={each}>
            <input checked={each === action} name="repair-action" onChange={() => mode.setAction(each)} type="radio" />
            <span>
              <b>{text(actionWords[each].name)}</b>
              <small>{text(actionWords[each].about)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <RepairConfirm
        chosen={chosen}
        disabled={chosen === null || fault !== null}
        mode={mode}
        network={network}
        node={node}
      />
    </Card>
  );
}

function findFault({ startAt, endAt }: Interval): MessageId | null {
  if (startAt >= endAt) return "repair.fault.order";
  if (endAt - startAt > REPAIR_MAX_MS) return "repair.fault.long";
  return startAt >= serverNow() ? "repair.fault.future" : null;
}

interface StretchProps {
  readonly chosen: Interval | null;
  readonly onChange: (chosen: Interval) => void;
  readonly timeZone: string;
}

/** Two times of the home's clock; what the chart chose stands in them. */
function Stretch({ chosen, onChange, timeZone }: StretchProps) {
  const text = useText();
  const id = useId();
  const max = toLocalMinute(serverNow() + 900_000, timeZone);
  const field = (name: "startAt" | "endAt", label: MessageId) => (
    <div className={style.field}>
      <label htmlFor={`${id} ${name}`}>{text(label)}</label>
      <input
        id={`${id} ${name}`}
        max={max}
        min="2000-01-01T00:00"
        onChange={(event) => {
          const at = toInstant(event.target.value, timeZone);
          if (at !== null) onChange({ ...(chosen ?? { startAt: at, endAt: at + 900_000 }), [name]: at });
        }}
        required
        type="datetime-local"
        value={chosen ? toLocalMinute(chosen[name], timeZone) : ""}
      />
    </div>
  );
  return (
    <>
      {field("startAt", "repair.from")}
      {field("endAt", "repair.to")}
    </>
  );
}
