import { type ManagedNetwork, useManagedNetworks } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { ButtonLink, Empty, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { NetworkCard } from "./network-card.tsx";
import style from "./networks-page.module.css";

/** The networks this person administers: those whose gateway has proved itself, then those that wait for theirs. */
export function NetworksPage() {
  const text = useText();
  const all = useManagedNetworks();
  useTitle(text("admin.title"));
  const waits = ({ network }: ManagedNetwork) => network.link.state === "waiting";
  const waiting = all?.filter(waits) ?? [];
  return (
    <div className={style.page}>
      <PageHeader back="/settings" backLabel={text("admin.toSettings")} title={text("admin.title")} />
      {all === null && <Skeleton height={240} />}
      {all?.length === 0 && <Empty icon="gateway" text={text("admin.none.text")} title={text("admin.none.title")} />}
      {all
        ?.filter((managed) => !waits(managed))
        .map((managed) => (
          <NetworkCard key={managed.networkId} managed={managed} />
        ))}
      {waiting.length > 0 && <h2 className={style.part}>{text("admin.waiting")}</h2>}
      {waiting.map((managed) => (
        <NetworkCard key={managed.networkId} managed={managed} />
      ))}
      {all !== null && <ButtonLink href="/admin/add">{text("settings.addNetwork")}</ButtonLink>}
    </div>
  );
}
