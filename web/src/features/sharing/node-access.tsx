import type { Grant } from "@lastmeter/model/grant";
import { Link } from "wouter";
import { toAccess } from "../../lib/access.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { toNodeIcon } from "../../ui/node-icon.ts";
import { Badge, Card } from "../../ui/parts.tsx";
import { toGrantWords } from "./grant-words.ts";
import style from "./sharing-page.module.css";
import type { Managed } from "./use-managed.ts";

/** Each node with who it is visible to. */
export function NodeAccess({ managed, grants }: { managed: Managed; grants: readonly Grant[] }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { nodes, home } = managed;
  return (
    <Card className={style.nodes}>
      <h2>{text("home.devices")}</h2>
      {nodes.length === 0 && <p className={style.small}>{text("share.noNodes")}</p>}
      <ul>
        {nodes.map(([id, node]) => {
          const access = toAccess(id, grants);
          const query = new URLSearchParams({ home: home.networkId, node: id });
          return (
            <li className={style.node} data-testid="node-access" data-visibility={access.visibility} key={id}>
              <span className={style.face}>
                <Icon name={toNodeIcon(node)} size={20} />
              </span>
              <div className={style.nodeName}>
                <strong>{node.name}</strong>
                <Badge tone={access.visibility === "shared" ? "warn" : "calm"}>
                  {text(`visibility.${access.visibility}`)}
                </Badge>
              </div>
              <Link
                aria-label={`${text("sharing.shareNode")}, ${node.name}`}
                className={style.plain}
                href={`/sharing/new?${query}`}
              >
                {text("sharing.shareNode")}
              </Link>
              <ul>
                {access.visibility === "private" && <li className={style.small}>{text("visibility.privateText")}</li>}
                {access.own.map((grant) => (
                  <li key={grant.principalId}>
                    {grant.label}: {toGrantWords(grant, nodes, text, locale)}
                  </li>
                ))}
                {access.through.length > 0 && (
                  <li className={style.small}>
                    {text("sharing.viaHome", {
                      who: new Intl.ListFormat(locale).format(access.through.map(({ label }) => label)),
                    })}
                  </li>
                )}
              </ul>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
