import { notices } from "../../data/notice-calls.ts";
import { useNoticeSettings } from "../../data/notices.ts";
import { endPushes, pushState } from "../../data/push-part.ts";
import { useUid } from "../../data/session.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Button, Card, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { AskForPush } from "./ask-for-push.tsx";
import { InstallsCard } from "./installs-card.tsx";
import style from "./notices.module.css";
import { SettingsCard } from "./settings-card.tsx";
import { useSetup } from "./use-setup.ts";

/** How this person is told: on this device, and what and when at all. */
export function NotifyPage() {
  const text = useText();
  const uid = useUid();
  const settings = useNoticeSettings(uid);
  useTitle(text("notify.title"));
  return (
    <div className={style.page}>
      <PageHeader back="/inbox" backLabel={text("inbox.title")} title={text("notify.title")} />
      <DeviceCard />
      {settings.from === "none" && settings.error === null && <Skeleton height={320} />}
      {settings.error !== null && <Notice icon="info">{text("inbox.failed")}</Notice>}
      {settings.from !== "none" && <SettingsCard key={uid} saved={settings.value?.get("notices") ?? null} />}
      <InstallsCard uid={uid} />
    </div>
  );
}

/** This device. */
function DeviceCard() {
  const text = useText();
  const state = useWatched(pushState);
  const setup = useSetup();
  const test = useAct();
  const end = useAct();
  const isLocal = setup?.sender === "local";
  return (
    <Card className={style.card}>
      <h2>{text("notify.device")}</h2>
      <AskForPush />
      {state === "on" && !isLocal && (
        <Notice icon="check" tone="calm">
          {text("notify.on")}
        </Notice>
      )}
      <Outcome act={test} done={text(isLocal || state !== "on" ? "notify.testedLocal" : "notify.tested")} />
      <div className={style.buttons}>
        <Button data-testid="test-push" disabled={test.busy} look="soft" onClick={() => void test.run(notices.test)}>
          {text("notify.test")}
        </Button>
        {state === "on" && (
          <Button disabled={end.busy} look="plain" onClick={() => void end.run(endPushes)}>
            {text("notify.stop")}
          </Button>
        )}
      </div>
    </Card>
  );
}
