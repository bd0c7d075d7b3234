import type { Channel } from "@lastmeter/model/channel";
import { useState } from "react";
import type { ControlSubject } from "../../lib/control.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "./outcome.tsx";
import style from "./quick-switch.module.css";
import { SwitchButton } from "./switch-button.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";

/** The node's one switch, at the side of its row; what is to be said stands below the row. */
export function QuickSwitch({ channel, ...subject }: ControlSubject & { readonly channel: Channel }) {
  const text = useText();
  const { node } = subject;
  const state = useControl(subject, channel);
  const asking = useAsking(useReason(undefined, node.protected === true));
  const [told, setTold] = useState(false);
  const { reported, wanted, hindrance, progress } = state;
  const isOn = reported === true;
  const press = () => {
    const next = !(typeof wanted === "boolean" ? wanted : isOn);
    const question = text(next ? "command.ask.on" : "command.ask.off", { name: node.name });
    asking.ask({ question, yes: text(next ? "command.yes.on" : "command.yes.off"), act: () => state.send(next) });
  };
  const off =
    typeof reported !== "boolean" ? "control.notKnown" : hindrance && (`control.off.${hindrances[hindrance]}` as const);
  return (
    <>
      <span
        className={style.slot}
        data-node-name={node.name}
        data-phase={progress?.phase ?? "rest"}
        data-testid="quick-switch"
      >
        <SwitchButton
          isOff={off !== null}
          isOn={isOn}
          isSending={wanted !== null}
          label={node.name}
          onOff={() => setTold(true)}
          onPress={press}
        />
      </span>
      <div className={style.told}>
        <Outcome state={state} />
      </div>
      {off !== null && told && (
        <p className={style.why} role="status">
          {text(off)}
        </p>
      )}
      {asking.dialog}
    </>
  );
}

const hindrances = { phoneOffline: "phone", neverConnected: "neverConnected" } as const;
