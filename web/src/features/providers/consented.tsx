import type { ConsentedList } from "@lastmeter/model/apps";
import { useState } from "react";
import { apps } from "../../data/apps.ts";
import { useAsked } from "../../data/asked.ts";
import { toCallText } from "../../data/call-error.ts";
import { toDateText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Skeleton } from "../../ui/parts.tsx";
import type { OwnClient } from "./client-card.tsx";
import style from "./providers.module.css";

/** Devices whose owners let the program in; read when it is opened. */
export function Consented({ client }: { client: OwnClient }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text("client.consented", { count: client.nodes })}</summary>
      {open && <Nodes clientId={client.clientId} />}
    </details>
  );
}

function Nodes({ clientId }: { clientId: string }) {
  const text = useText();
  const { value, fault } = useAsked(clientId, () => apps.consented({ clientId }));
  if (fault !== null) return <p role="alert">{toCallText(fault, text).words}</p>;
  if (value === null) return <Skeleton height={80} />;
  if (value.nodes.length === 0) return <p className={style.hint}>{text("client.nobody")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
    <section aria-label={text("client.consentedLabel")} className={style.scroll} tabIndex={0}>
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
          {value.nodes.map((node) => (
            <Row key={node.nodeId} node={node} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ node }: { node: ConsentedList["nodes"][number] }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { nodeId, ownerLabel, role, resolution, channels, until, purpose } = node;
  const allowed = role === "viewer" ? text(`resolution.${resolution}`) : text(`role.may.${role}`);
  return (
    <tr>
      <td>
        <code>{nodeId}</code>
      </td>
      <td>{ownerLabel}</td>
      <td>{channels === null ? allowed : `${allowed} · ${channels.join(", ")}`}</td>
      <td>{until === null ? text("terms.noEnd") : toDateText(until, locale, "UTC")}</td>
      <td>{purpose}</td>
    </tr>
  );
}
