import { useId } from "react";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Button } from "../../ui/parts.tsx";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import { Frame } from "./frame.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";

/** A door is locked and unlocked by two taps, never by a switch under the thumb. */
export function LockControl({ subject, control: { channel }, label, describedBy }: ControlProps<"lock">) {
  const text = useText();
  const labelId = useId();
  const state = useControl(subject, channel);
  const asking = useAsking(useReason("lock", false));
  const { reported, wanted } = state;
  const toText = (isLocked: boolean) => text(isLocked ? "state.locked" : "state.unlocked");
  const set = (isLocked: boolean) => {
    const question = text(isLocked ? "command.ask.lock" : "command.ask.unlock", { name: subject.node.name });
    const yes = text(isLocked ? "command.yes.lock" : "command.yes.unlock");
    asking.ask({ question, yes, act: () => state.send(isLocked) });
  };
  const offered = typeof reported === "boolean" ? [!reported] : [true, false];
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={typeof wanted === "boolean" ? toText(wanted) : null}
      now={typeof reported === "boolean" ? toText(reported) : text("control.notKnown")}
      side={
        <fieldset aria-describedby={describedBy} aria-labelledby={labelId} className={style.buttons}>
          {offered.map((isLocked) => (
            <Button
              disabled={state.hindrance !== null}
              key={String(isLocked)}
              look="soft"
              onClick={() => set(isLocked)}
            >
              <Icon name="lock" size={20} />
              {text(isLocked ? "command.yes.lock" : "command.yes.unlock")}
            </Button>
          ))}
        </fieldset>
      }
      state={state}
    >
      {asking.dialog}
    </Frame>
  );
}
