import { pushState, startPushes } from "../../data/push-part.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { IosSheet, useSheet } from "../../ui/ios-sheet.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Notice, Skeleton } from "../../ui/parts.tsx";
import style from "./notices.module.css";
import { useSetup } from "./use-setup.ts";

/** Why somebody would want pushes on this device, and the button that asks for them: a browser asks from a tap only, and once. */
export function AskForPush() {
  const text = useText();
  const state = useWatched(pushState);
  const act = useAct();
  const sheet = useSheet();
  const setup = useSetup();
  if (setup?.sender === "local") return <Notice icon="info">{text("notify.local")}</Notice>;
  if (state === "on") return null;
  if (setup === undefined) return <Skeleton height={96} />;
  if (state === "denied") return <Notice icon="info">{text("notify.denied")}</Notice>;
  if (state === "unsupported") return <Notice icon="info">{text("notify.unsupported")}</Notice>;
  return (
    <div className={style.card}>
      <p>{text(state === "install" ? "notify.install" : "notify.why")}</p>
      <Outcome act={act} />
      <div className={style.buttons}>
        {state === "install" ? (
          <Button onClick={sheet.open}>{text("install.ios.show")}</Button>
        ) : (
          <Button data-testid="start-pushes" disabled={act.busy} onClick={() => void act.run(startPushes)}>
            {text("notify.start")}
          </Button>
        )}
      </div>
      <IosSheet sheet={sheet.ref} />
    </div>
  );
}
