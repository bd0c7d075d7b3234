import type { NetworkId } from "@lastmeter/model/ids";
import { Link } from "wouter";
import { chooseNetwork, useHomes } from "../../data/home-data.ts";
import { useSession } from "../../data/session.ts";
import { useText } from "../../lib/text.ts";
import { HomeSwitch } from "../../ui/home-switch.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Card, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { CopyCard } from "./copy-card.tsx";
import { EraseCard } from "./erase-card.tsx";
import { KeptCard } from "./kept-card.tsx";
import style from "./your-data.module.css";

/** What is kept of a person, for how long; a copy of it; the end of it. */
export function YourDataPage() {
  const text = useText();
  const session = useSession();
  const { networks, nodes, networkId, network } = useHomes();
  useTitle(text("yourData.title"));
  if (session.phase !== "in") return null;
  const own = new Map([...(networks.value ?? [])].filter(([, { ownerId }]) => ownerId === session.uid));
  const home = networkId !== null && network !== null && own.has(networkId) ? { networkId, network } : null;
  const devices = [...(nodes.value ?? [])].filter(([, node]) => node.networkId === home?.networkId);
  return (
    <div className={style.page}>
      <header className={style.header}>
        <Link aria-label={text("yourData.back")} className={style.back} href="/settings">
          <Icon name="back" />
        </Link>
        <h1>{text("yourData.title")}</h1>
        {own.size > 1 && (
          <HomeSwitch
            label={text("yourData.home")}
            networkId={networkId}
            networks={own}
            onChoose={(id) => chooseNetwork(id as NetworkId)}
          />
        )}
      </header>
      {networks.value === null && <Skeleton height={320} />}
      {home && <KeptCard key={home.networkId} {...home} />}
      {home && <CopyCard {...home} />}
      {networks.value !== null && <EraseCard devices={devices} email={session.email} home={home} />}
      <Card className={style.card}>
        <h2>{text("yourData.backups")}</h2>
        <p>{text("yourData.backups.text")}</p>
      </Card>
    </div>
  );
}
