import { useId } from "react";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import { Frame } from "./frame.tsx";
import { SwitchButton } from "./switch-button.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";

/** On and off. Where nothing was reported yet, both are offered. */
export function SwitchControl({ subject, control: { channel }, label, describedBy }: ControlProps<"switch">) {
  const text = useText();
  const labelId = useId();
  const state = useControl(subject, channel);
  const asking = useAsking(useReason(undefined, subject.node.protected === true));
  const { reported, wanted } = state;
  const isOff = state.hindrance !== null;
  const toText = (isOn: boolean) => text(isOn ? "state.on" : "state.off");
  const set = (isOn: boolean) => {
    const question = text(isOn ? "command.ask.on" : "command.ask.off", { name: subject.node.name });
    const yes = text(isOn ? "command.yes.on" : "command.yes.off");
    asking.ask({ question, yes, act: () => state.send(isOn) });
  };
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={typeof wanted === "boolean" ? toText(wanted) : null}
      now={typeof reported === "boolean" ? toText(reported) : text("control.notKnown")}
      side={
        typeof reported === "boolean" ? (
          <SwitchButton
            describedBy={describedBy}
            isOff={isOff}
            isOn={reported}
            isSending={wanted !== null}
            label={label}
            onPress={() => set(!(typeof wanted === "boolean" ? wanted : reported))}
          />
        ) : (
          <fieldset aria-labelledby={labelId} className={style.buttons}>
            {[true, false].map((isOn) => (
              <Button disabled={isOff} key={String(isOn)} look="soft" onClick={() => set(isOn)}>
                {toText(isOn)}
              </Button>
            ))}
          </fieldset>
        )
      }
      state={state}
    >
      {asking.dialog}
    </Frame>
  );
}
