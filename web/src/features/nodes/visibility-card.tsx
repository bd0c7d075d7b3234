import type { NodeId } from "@lastmeter/model/ids";
import { Link } from "wouter";
import { toCallText } from "../../data/call-error.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useSharing } from "../../data/sharing.ts";
import { toAccess } from "../../lib/access.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Badge, Card, Skeleton } from "../../ui/parts.tsx";
import style from "./nodes-page.module.css";

/** Who sees the node. It follows from what was shared, and is changed there. */
export function VisibilityCard({ managed: { networkId }, nodeId }: { managed: ManagedNetwork; nodeId: NodeId }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { list, fault } = useSharing(networkId);
  const access = list && toAccess(nodeId, list.grants);
  const names = access ? [...access.own, ...access.through].map(({ label }) => label) : [];
  const query = new URLSearchParams({ home: networkId, node: nodeId });
  return (
    <Card className={style.fields}>
      <div className={style.head}>
        <h2>{text("nodes.visibility")}</h2>
        {access && (
          <Badge tone={access.visibility === "shared" ? "warn" : "calm"}>
            {text(`visibility.${access.visibility}`)}
          </Badge>
        )}
      </div>
      {list === null && fault === null && <Skeleton height={24} />}
      {list === null && fault !== null && <p className={style.hint}>{toCallText(fault, text).words}</p>}
      {access && (
        <p className={style.hint}>
          {names.length === 0
            ? text("nodes.visibility.private")
            : text("nodes.visibility.others", { who: new Intl.ListFormat(locale).format(names) })}
        </p>
      )}
      <Link className={style.more} href={`/sharing/new?${query}`}>
        {text("nodes.share")}
      </Link>
    </Card>
  );
}
