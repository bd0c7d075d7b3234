import { useState } from "react";
import { Link } from "wouter";
import { toCallText } from "../../data/call-error.ts";
import { reloadSharing, sharing } from "../../data/sharing.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Card } from "../../ui/parts.tsx";
import type { Reader } from "./overview.ts";
import style from "./sharing-page.module.css";
import type { Managed } from "./use-managed.ts";

interface AdminsCardProps {
  readonly managed: Managed;
  readonly readers: readonly Reader[];
  readonly onSay: (words: string | null) => void;
}

/** Who administers the home beside its owner, and giving it to one of them. For the owner only. */
export function AdminsCard({ managed, readers, onSay }: AdminsCardProps) {
  const text = useText();
  const [fault, setFault] = useState<string | null>(null);
  const { networkId } = managed.home;
  const admins = readers.filter(({ whole }) => whole?.role === "admin");
  const transfer = async ({ principalId, label }: Reader) => {
    setFault(null);
    try {
      await sharing.transfer({ networkId, to: principalId });
      onSay(text("admins.transferred", { who: label }));
      await reloadSharing(networkId);
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
  };
  return (
    <Card className={style.reader}>
      <h2>{text("admins.title")}</h2>
      <p className={style.small}>{text("admins.text")}</p>
      <ul>
        {admins.length === 0 && <li className={style.small}>{text("admins.none")}</li>}
        {admins.map((admin) => (
          <li className={style.grant} key={admin.principalId}>
            <div className={style.grantWords}>
              <strong>{admin.label}</strong>
            </div>
            <div className={style.acts}>
              <Confirm
                about={admin.label}
                label={text("admins.transfer")}
                no={text("sharing.keep")}
                onYes={() => transfer(admin)}
                question={text("admins.transferAsk", { who: admin.label })}
                testId="transfer"
                yes={text("admins.transferYes")}
              />
            </div>
          </li>
        ))}
      </ul>
      {fault !== null && (
        <p className={style.fault} role="alert">
          {fault}
        </p>
      )}
      <Link className={style.plain} href={`/sharing/new?home=${networkId}&role=admin`}>
        <Icon name="key" size={20} />
        {text("admins.appoint")}
      </Link>
    </Card>
  );
}
