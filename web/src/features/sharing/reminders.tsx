import { Link } from "wouter";
import { toGiven } from "../../lib/access.ts";
import { serverNow } from "../../lib/clock.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { endsSoon, toDaysLeft } from "../../lib/terms.ts";
import { useText } from "../../lib/text.ts";
import { Notice } from "../../ui/parts.tsx";
import { toWhat } from "./grant-words.ts";
import style from "./sharing-page.module.css";
import type { Managed } from "./use-managed.ts";

const HOUR_MS = 3_600_000;

/** What ends within a week, with the way to let it last. */
export function Reminders({ managed: { home, nodes, list } }: { managed: Managed }) {
  const text = useText();
  useLiveValue((at) => Math.floor(at / HOUR_MS));
  const now = serverNow();
  return toGiven(list?.grants ?? [])
    .filter((grant) => endsSoon(grant, now))
    .map(({ principalId, nodeId, until, label }) => {
      const query = new URLSearchParams({ home: home.networkId, change: principalId, node: nodeId ?? "" });
      const days = toDaysLeft(until ?? now, now);
      return (
        <Notice icon="calendar" key={`${principalId} ${nodeId}`}>
          {text("remind.byMe", { who: label, what: toWhat(nodeId, nodes, text), days })}{" "}
          <Link className={style.inNotice} href={`/sharing/new?${query}`}>
            {text("remind.change")}
          </Link>
        </Notice>
      );
    });
}
