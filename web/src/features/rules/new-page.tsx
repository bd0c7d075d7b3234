import { Link } from "wouter";
import type { ManagedHome } from "../../data/grants.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Card, Empty, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { toRuleText } from "./rule-words.ts";
import style from "./rules.module.css";
import { templateIds, templates, toCandidates } from "./templates.ts";
import { useHomeOf, useRuleHome } from "./use-rule-home.ts";

/** What people most often want of a home, to begin with. */
export function NewRulePage({ networkId }: { networkId: string }) {
  const text = useText();
  const home = useHomeOf(networkId);
  useTitle(text("rules.add"));
  return (
    <div className={style.page}>
      <header>
        <Link className={style.back} href="/rules">
          <Icon name="back" size={20} />
          {text("rules.title")}
        </Link>
        <h1>{text("rules.addTitle")}</h1>
      </header>
      {home === null && <Skeleton height={240} />}
      {home === "none" && <Empty icon="lock" text={text("rules.noHome.text")} title={text("rules.notYours")} />}
      {typeof home === "object" && home !== null && <Templates home={home} />}
    </div>
  );
}

function Templates({ home }: { home: ManagedHome }) {
  const text = useText();
  const of = useRuleHome(home);
  return (
    <ul className={style.templates}>
      {templateIds.map((id) => {
        const candidates = toCandidates(id, of.nodes);
        const { icon, toDraft } = templates[id];
        const [device] = candidates?.[0] ?? of.nodes[0] ?? [];
        const head = (
          <>
            <Icon name={icon} />
            <span>
              <strong>{text(`template.${id}`)}</strong>
              <small>
                {candidates === undefined
                  ? text("template.notHere")
                  : id === "own"
                    ? text("template.ownText")
                    : device && toRuleText(of.words, toDraft(device, of.nodes))}
              </small>
            </span>
          </>
        );
        return (
          <li key={id}>
            {candidates === undefined ? (
              <Card className={style.template} data-off="true">
                {head}
              </Card>
            ) : (
              <Link
                className={style.templateLink}
                data-testid={`template-${id}`}
                href={`/rules/${home.networkId}/new/${id}`}
              >
                <Card className={style.template}>
                  {head}
                  <Icon name="next" size={20} />
                </Card>
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
