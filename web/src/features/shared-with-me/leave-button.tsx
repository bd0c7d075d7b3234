import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { sharing } from "../../data/sharing.ts";
import { useText } from "../../lib/text.ts";
import { Confirm } from "../../ui/confirm.tsx";
import style from "./shared-with-me-page.module.css";

interface LeaveButtonProps {
  readonly networkId: NetworkId;
  /** Null: everything of the home. */
  readonly nodeIds: readonly NodeId[] | null;
  readonly about: string;
  readonly onLeft?: () => void;
}

/** Gives back what was lent. */
export function LeaveButton({ networkId, nodeIds, about, onLeft }: LeaveButtonProps) {
  const text = useText();
  const [fault, setFault] = useState<string | null>(null);
  const leave = async () => {
    setFault(null);
    try {
      await sharing.leave({ networkId, nodeIds: nodeIds && [...nodeIds] });
      onLeft?.();
    } catch (error) {
      setFault(toCallText(error, text).words);
    }
  };
  return (
    <>
      <Confirm
        about={about}
        label={text("lent.leave")}
        no={text("sharing.keep")}
        onYes={leave}
        question={text("lent.leaveAsk")}
        testId="leave"
        yes={text("lent.leaveYes")}
      />
      {fault !== null && (
        <p className={style.fault} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
