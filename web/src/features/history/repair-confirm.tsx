import type { NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import type { Interval } from "@lastmeter/model/time";
import { useId, useRef, useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { repairPast } from "../../data/repairs.ts";
import { serverNow } from "../../lib/clock.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Fault } from "../../ui/fault.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Button } from "../../ui/parts.tsx";
import style from "./repair.module.css";
import { RepairTotals } from "./repair-totals.tsx";
import { actionWords, toStretchText } from "./repair-words.ts";
import type { RepairMode } from "./use-repair.ts";
import { type Totals, useTotals } from "./use-totals.ts";

interface RepairConfirmProps {
  readonly chosen: Interval | null;
  readonly disabled: boolean;
  readonly mode: RepairMode;
  readonly node: readonly [NodeId, Node];
  readonly network: Network;
}

/** The button that asks; nothing is done before somebody has read what it means. */
export function RepairConfirm({ disabled, chosen, ...rest }: RepairConfirmProps) {
  const text = useText();
  const sheet = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<Interval | null>(null);
  return (
    <>
      <Button
        aria-haspopup="dialog"
        disabled={disabled}
        onClick={() => {
          setAsked(chosen);
          sheet.current?.showModal();
        }}
      >
        {text("repair.next")}
      </Button>
      <dialog aria-labelledby="repair-ask" className={style.sheet} onClose={() => setAsked(null)} ref={sheet}>
        {asked && <Question {...rest} chosen={asked} onClose={() => sheet.current?.close()} />}
      </dialog>
    </>
  );
}

type Progress =
  | { readonly step: "asked" | "sent" }
  | { readonly step: "failed"; readonly error: unknown }
  | { readonly step: "done"; readonly before: Totals; readonly since: number };

interface QuestionProps extends Omit<RepairConfirmProps, "disabled"> {
  readonly chosen: Interval;
  readonly onClose: () => void;
}

/** What it means, the totals now; then the totals before and after. */
function Question({ chosen, mode, node, network, onClose }: QuestionProps) {
  const text = useText();
  const about = useId();
  const locale = useWatched(localeValue);
  const [progress, setProgress] = useState<Progress>({ step: "asked" });
  const [nodeId, { name }] = node;
  const totals = useTotals(chosen, node, network, mode.round);
  const { timeZone } = network;
  const words = actionWords[mode.action];
  const done = progress.step === "done";
  const decide = async () => {
    setProgress({ step: "sent" });
    try {
      const to = Math.min(chosen.endAt, serverNow());
      await repairPast({ nodeId, from: chosen.startAt, to, action: mode.action });
      mode.done();
      setProgress({ step: "done", before: totals, since: Date.now() });
    } catch (error) {
      setProgress({ step: "failed", error });
    }
  };
  const close = () => {
    onClose();
    if (done) mode.close();
  };
  return (
    <>
      <h2 id="repair-ask">{text(done ? "repair.done" : words.ask)}</h2>
      <p className={style.what}>
        <b>{name}</b>
        {toStretchText(chosen, locale, timeZone)}
      </p>
      {!done && <p id={about}>{text(words.means)}</p>}
      {!done && <p className={style.hint}>{text("repair.logged")}</p>}
      <RepairTotals
        before={done ? progress.before : null}
        now={totals}
        since={done ? progress.since : 0}
        timeZone={timeZone}
      />
      {progress.step === "failed" && <Fault {...toCallText(progress.error, text)} label={text("callFault.code")} />}
      {done ? (
        <Button onClick={close}>
          <Icon name="check" size={20} />
          {text("common.close")}
        </Button>
      ) : (
        <div className={style.buttons}>
          <Button aria-describedby={about} disabled={progress.step === "sent"} onClick={decide}>
            {text(progress.step === "sent" ? "repair.sending" : words.name)}
          </Button>
          <Button disabled={progress.step === "sent"} look="plain" onClick={close}>
            {text("repair.cancel")}
          </Button>
        </div>
      )}
    </>
  );
}
