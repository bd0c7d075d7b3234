import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { toCoordinatesText } from "../../lib/coordinates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Field } from "../../ui/field.tsx";
import { toMinutesWords } from "./minutes-words.ts";
import type { NodeFieldsProps } from "./name-fields.tsx";
import style from "./nodes-page.module.css";

/** How long a device may be silent, to choose from. */
const expectations = [10, 30, 60, 180, 720, 1440, 10_080] as const;

interface MoreFieldsProps extends NodeFieldsProps {
  readonly network: Network;
  readonly node: Node;
  readonly others: readonly (readonly [NodeId, Node])[];
}

/** Whose meter counts it, what it can carry, what protects it, when it is missed, where it is. */
export function MoreFields({ draft, wrong, change, network, node, others }: MoreFieldsProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const meters = others.filter(([, { total }]) => total.power.length > 0);
  const isMeter = node.total.power.length > 0;
  const canSwitch = Object.values(node.channels).some(({ kind, settable }) => kind === "control" && settable);
  const minutes = new Set([...expectations, ...(draft.expectedMinutes ? [Number(draft.expectedMinutes)] : [])]);
  return (
    <>
      {isMeter && (
        <Field hint={text("node.inside.hint")} label={text("node.inside")}>
          {(control) => (
            <select
              {...control}
              data-testid="node-inside"
              onChange={(event) => change({ inside: event.target.value })}
              value={draft.inside}
            >
              <option value="">{text("node.inside.none")}</option>
              {meters.map(([id, { name }]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {isMeter && (
        <Field
          fault={wrong.includes("ratedCurrent") ? text("node.rated.wrong") : null}
          hint={text("node.rated.hint")}
          label={text("node.rated")}
        >
          {(control) => (
            <input
              {...control}
              data-testid="node-rated"
              inputMode="decimal"
              onChange={(event) => change({ ratedCurrent: event.target.value })}
              placeholder="16"
              type="text"
              value={draft.ratedCurrent}
            />
          )}
        </Field>
      )}
      {canSwitch && (
        <label className={style.check}>
          <input
            checked={draft.isProtected}
            data-testid="node-protected"
            onChange={(event) => change({ isProtected: event.target.checked })}
            type="checkbox"
          />
          <span>
            {text("node.protected")}
            <small>{text("node.protected.hint")}</small>
          </span>
        </label>
      )}
      <Field hint={text("node.expected.hint")} label={text("node.expected")}>
        {(control) => (
          <select
            {...control}
            onChange={(event) => change({ expectedMinutes: event.target.value })}
            value={draft.expectedMinutes}
          >
            <option value="">{text("node.expected.auto")}</option>
            {[...minutes]
              .sort((a, b) => a - b)
              .map((each) => (
                <option key={each} value={each}>
                  {toMinutesWords(each, locale)}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Field
        fault={wrong.includes("coordinates") ? text("network.coordinates.wrong") : null}
        hint={text("node.place.hint")}
        label={text("node.place")}
      >
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            onChange={(event) => change({ coordinates: event.target.value })}
            placeholder={network.location === null ? "37.98, 23.73" : toCoordinatesText(network.location)}
            spellCheck={false}
            type="text"
            value={draft.coordinates}
          />
        )}
      </Field>
    </>
  );
}
