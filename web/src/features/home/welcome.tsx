import { useSession } from "../../data/session.ts";
import { useText } from "../../lib/text.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { ButtonLink, Card } from "../../ui/parts.tsx";
import style from "./welcome.module.css";

const needs: readonly [IconName, "need1" | "need2" | "need3"][] = [
  ["plug", "need1"],
  ["computer", "need2"],
  ["key", "need3"],
];

/** The first page of somebody without a network: what this is, and what it takes. */
export function Welcome() {
  const text = useText();
  const session = useSession();
  return (
    <div className={style.page} data-testid="welcome">
      <h1>{text("welcome.title")}</h1>
      <p className={style.lead}>{text("welcome.text")}</p>
      <Card>
        <h2>{text("welcome.needTitle")}</h2>
        <ol className={style.needs}>
          {needs.map(([icon, need]) => (
            <li key={need}>
              <span className={style.icon}>
                <Icon name={icon} />
              </span>
              <div>
                <h3>{text(`welcome.${need}.title`)}</h3>
                <p>{text(`welcome.${need}.text`)}</p>
              </div>
            </li>
          ))}
        </ol>
      </Card>
      <ButtonLink href="/admin/add">{text("welcome.add")}</ButtonLink>
      {session.phase === "in" && <p className={style.account}>{text("welcome.account", { email: session.email })}</p>}
    </div>
  );
}
