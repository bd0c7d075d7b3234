import type { LentHome } from "../../data/grants.ts";
import { serverNow } from "../../lib/clock.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { endsSoon, toDaysLeft } from "../../lib/terms.ts";
import { useText } from "../../lib/text.ts";
import { Notice } from "../../ui/parts.tsx";

const HOUR_MS = 3_600_000;

/** What is lent for a few days more only. */
export function LentReminders({ homes }: { homes: readonly LentHome[] }) {
  const text = useText();
  useLiveValue((at) => Math.floor(at / HOUR_MS));
  const now = serverNow();
  const ending = homes.flatMap(({ whole, nodes }) => [
    ...(whole ? [{ grant: whole, what: whole.networkName }] : []),
    ...nodes.filter(({ grant }) => grant.source === "node").map(({ grant, node }) => ({ grant, what: node.name })),
  ]);
  return ending
    .filter(({ grant }) => endsSoon(grant, now))
    .map(({ grant: { until, nodeId, networkId }, what }) => (
      <Notice icon="calendar" key={`${networkId} ${nodeId}`}>
        {text("remind.withMe", { what, days: toDaysLeft(until ?? now, now) })}
      </Notice>
    ));
}
