import { notices } from "../../data/notice-calls.ts";
import { useInstalls } from "../../data/notices.ts";
import { useAct } from "../../data/use-act.ts";
import { toDateText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import style from "./notices.module.css";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every device that is told, so that a lost one can be left out. */
export function InstallsCard({ uid }: { uid: string }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const act = useAct();
  const installs = [...(useInstalls(uid).value ?? [])].sort(([, a], [, b]) => b.at - a.at);
  if (installs.length === 0) return null;
  return (
    <Card className={style.card}>
      <h2>{text("notify.devices")}</h2>
      {installs.map(([id, { label, at }]) => (
        <div className={style.option} key={id}>
          <span>
            {label || text("notify.someDevice")}
            <small>{text("notify.lastStarted", { date: toDateText(at, locale, zone) })}</small>
          </span>
          <Button
            aria-label={`${text("notify.forget")}, ${label}`}
            disabled={act.busy}
            look="plain"
            onClick={() => void act.run(() => notices.uninstall(id))}
          >
            {text("notify.forget")}
          </Button>
        </div>
      ))}
      <Outcome act={act} />
    </Card>
  );
}
