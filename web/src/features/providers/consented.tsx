import type { ConsentedList } from "@lastmeter/model/apps";
import { useState } from "react";
import { apps } from "../../data/apps.ts";
import { useAsked } from "../../data/asked.ts";
import { toCallText } from "../../data/call-error.ts";
import { toDateText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Field } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/parts.tsx";
import { Scrolled } from "../../ui/scrolled.tsx";
import type { OwnClient } from "./client-card.tsx";
import { toFound } from "./found.ts";
import style from "./providers.module.css";

/** Devices whose owners let the program in; read when it is opened. */
export function Consented({ client }: { client: OwnClient }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text("client.consented", { count: client.nodes })}</summary>
      {open && <Nodes client={client} />}
    </details>
  );
}

/** So many are found by looking. */
const SEARCHED_FROM = 8;

function Nodes({ client: { clientId, kind } }: { client: OwnClient }) {
  const text = useText();
  const [words, setWords] = useState("");
  const { value, fault } = useAsked(clientId, () => apps.consented({ clientId }));
  if (fault !== null) return <p role="alert">{toCallText(fault, text).words}</p>;
  if (value === null) return <Skeleton height={80} />;
  const count = value.nodes.length;
  if (count === 0)
    return <p className={style.hint}>{text(kind === "personal" ? "programs.nothing" : "client.nobody")}</p>;
  const found = toFound(value.nodes, words);
  return (
    <div className={style.part}>
      {count > SEARCHED_FROM && (
        <Field hint={text("client.found", { shown: found.length, count })} label={text("client.find")}>
          {(control) => (
            <input {...control} onChange={(event) => setWords(event.target.value)} type="search" value={words} />
          )}
        </Field>
      )}
      <Scrolled className={style.scroll} label={text("client.consentedLabel")}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{text("client.device")}</th>
              <th scope="col">{text("client.owner")}</th>
              <th scope="col">{text("client.allowed")}</th>
              <th scope="col">{text("client.until")}</th>
              <th scope="col">{text("client.purpose")}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((node) => (
              <Row key={node.nodeId} node={node} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </div>
  );
}

function Row({ node }: { node: ConsentedList["nodes"][number] }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { nodeId, name, networkName, ownerLabel, role, resolution, channels, until, purpose, timeZone } = node;
  const allowed = role === "viewer" ? text(`resolution.${resolution}`) : text(`role.may.${role}`);
  return (
    <tr>
      <th className={style.name} scope="row">
        {name}
        <code>{nodeId}</code>
      </th>
      <td>
        {ownerLabel || networkName}
        {ownerLabel !== "" && <small>{networkName}</small>}
      </td>
      <td>{channels === null ? allowed : `${allowed} · ${channels.join(", ")}`}</td>
      <td>{until === null ? text("terms.noEnd") : toDateText(until, locale, timeZone)}</td>
      <td>{purpose}</td>
    </tr>
  );
}
