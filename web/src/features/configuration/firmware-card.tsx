import { type Desired, type Firmware, firmwareKey, firmwareSchema } from "@lastmeter/model/configuration";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { parseSettingText } from "@lastmeter/model/setting";
import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { configuration, useDesired, useReported } from "../../data/configuration.ts";
import { useHealth } from "../../data/home-data.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Fault } from "../../ui/fault.tsx";
import { Button, Card, Notice } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { toStateWords, toVersionWords } from "./firmware-words.ts";
import { isReason, toReason } from "./words.ts";

interface FirmwareCardProps {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
}

/** Check, update, progress, abort; while another device of the network is updated, nothing can be begun. */
export function FirmwareCard({ networkId, nodeId }: FirmwareCardProps) {
  const text = useText();
  const desired = useDesired({ networkId, nodeId: null }).value?.get("desired");
  const told = useReported({ networkId, nodeId }).value?.get("reported")?.values[firmwareKey];
  const named = useHealth()?.get(nodeId)?.health.firmware ?? null;
  const firmware = told ? (firmwareSchema.safeParse(parseSettingText(told.value)).data ?? null) : null;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const order = async (what: "check" | "update" | "abort") => {
    setBusy(true);
    setError(null);
    await configuration.firmware(networkId, nodeId, what).catch(setError);
    setBusy(false);
  };
  const run = desired?.firmware;
  const isRunning = run !== undefined && run.endedAt === null;
  const isUpdating = isRunning && run.nodeId === nodeId;
  const isAsked = desired?.firmwareAsk?.nodeId === nodeId && desired.firmwareAsk.endedAt === null;
  return (
    <Card className={style.card} data-testid="firmware">
      <h2>{text("firmware.title")}</h2>
      <p>{toVersionWords({ named, firmware }, text)}</p>
      {!isUpdating && <p className={style.muted}>{toStateWords({ firmware, isAsked }, text)}</p>}
      {isUpdating && <Progress firmware={firmware} />}
      {firmware?.notes && firmware.state === "available" && <p className={style.muted}>{firmware.notes}</p>}
      <Failure desired={desired} nodeId={nodeId} />
      {isRunning && !isUpdating && (
        <Notice icon="info" tone="calm">
          {text("firmware.other")}
        </Notice>
      )}
      {error !== null && <Fault {...toCallText(error, text)} label={text("callFault.code")} />}
      <div className={style.buttons}>
        {isUpdating ? (
          <Button disabled={isBusy} look="soft" onClick={() => void order("abort")}>
            {text("firmware.abort")}
          </Button>
        ) : (
          <Button disabled={isBusy || isRunning || isAsked} look="soft" onClick={() => void order("check")}>
            {text("firmware.check")}
          </Button>
        )}
        {!isRunning && firmware?.state === "available" && (
          <Confirm
            disabled={isBusy}
            label={text("firmware.update")}
            look="soft"
            no={text("firmware.no")}
            onYes={() => order("update")}
            question={text("firmware.question")}
            testId="firmware-update"
            yes={text("firmware.update")}
          />
        )}
      </div>
    </Card>
  );
}

function Progress({ firmware }: { readonly firmware: Firmware | null }) {
  const text = useText();
  const { progress, remainingS } = firmware ?? { progress: null, remainingS: null };
  return (
    <>
      <label className={style.label}>
        {text("firmware.updating", { percent: Math.round(progress ?? 0) })}
        <progress className={style.progress} max={100} value={progress ?? 0} />
      </label>
      {remainingS !== null && (
        <p className={style.muted}>
          {text("firmware.remaining", { minutes: Math.max(1, Math.ceil(remainingS / 60)) })}
        </p>
      )}
    </>
  );
}

/** Of the newest update, or of what was asked since, in the network's own words. */
function Failure({ desired, nodeId }: { readonly desired: Desired | undefined; readonly nodeId: NodeId }) {
  const text = useText();
  const { firmware, firmwareAsk } = desired ?? {};
  const own = [firmware, firmwareAsk].filter((run) => run?.nodeId === nodeId);
  const newest = own.sort((a, b) => (b?.at ?? 0) - (a?.at ?? 0))[0];
  if (!newest || newest.endedAt === null || newest.error === null) return null;
  return (
    <p className={style.failed} role="status">
      {text("act" in newest ? "firmware.askFailed" : "firmware.failed")}
      {isReason(newest.error) ? <span>{toReason({ reason: newest.error }, text)}</span> : <q>{newest.error}</q>}
    </p>
  );
}
