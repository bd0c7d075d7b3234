import { firmwareKey, firmwareSchema } from "@lastmeter/model/configuration";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { parseSettingText } from "@lastmeter/model/setting";
import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { configuration, useDesired, useReported } from "../../data/configuration.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Fault } from "../../ui/fault.tsx";
import { Button, Card, Notice } from "../../ui/parts.tsx";
import style from "./configuration.module.css";

interface FirmwareCardProps {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
  readonly installed: string | null;
}

/** Check, update, progress, abort; while another device of the network is updated, nothing can be begun. */
export function FirmwareCard({ networkId, nodeId, installed }: FirmwareCardProps) {
  const text = useText();
  const run = useDesired({ networkId, nodeId: null }).value?.get("desired")?.firmware ?? null;
  const told = useReported({ networkId, nodeId }).value?.get("reported")?.values[firmwareKey];
  const firmware = told ? (firmwareSchema.safeParse(parseSettingText(told.value)).data ?? null) : null;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const order = async (what: "check" | "update" | "abort") => {
    setBusy(true);
    setError(null);
    await configuration.firmware(networkId, nodeId, what).catch(setError);
    setBusy(false);
  };
  const isRunning = run !== null && run.endedAt === null;
  const isOwn = run?.nodeId === nodeId;
  const isUpdating = isOwn && isRunning;
  return (
    <Card className={style.card} data-testid="firmware">
      <h2>{text("firmware.title")}</h2>
      <p className={style.muted}>
        {text("firmware.installed", { version: String(firmware?.installed ?? installed ?? "–") })}
        {firmware?.state === "available" &&
          ` · ${text("firmware.available", { version: String(firmware.latest ?? "") })}`}
        {firmware?.state === "idle" && ` · ${text("firmware.newest")}`}
      </p>
      {isUpdating && (
        <label className={style.label}>
          {text("firmware.updating", { percent: Math.round(firmware?.progress ?? 0) })}
          <progress className={style.progress} max={100} value={firmware?.progress ?? 0} />
        </label>
      )}
      {firmware?.notes && firmware.state === "available" && <p className={style.muted}>{firmware.notes}</p>}
      {isOwn && !isRunning && run.error !== null && (
        <p className={style.failed} role="status">
          {text("firmware.failed")}
          <q>{run.error}</q>
        </p>
      )}
      {isRunning && !isOwn && (
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
          <Button disabled={isBusy || isRunning} look="soft" onClick={() => void order("check")}>
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
