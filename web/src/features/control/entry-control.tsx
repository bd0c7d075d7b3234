import { useId, useState } from "react";
import { useText } from "../../lib/text.ts";
import { Button } from "../../ui/parts.tsx";
import style from "./control.module.css";
import type { ControlProps } from "./control-props.ts";
import { Frame } from "./frame.tsx";
import { useAsking, useReason } from "./use-asking.tsx";
import { useControl } from "./use-control.ts";

/** A text, or a number without known limits: typed, then sent. */
export function EntryControl({ subject, control: { channel }, label, describedBy }: ControlProps<"entry">) {
  const text = useText();
  const labelId = useId();
  const state = useControl(subject, channel);
  const asking = useAsking(useReason(channel.feature, subject.node.protected === true));
  const [typed, setTyped] = useState("");
  const isNumber = channel.type === "numeric";
  const isOff = state.hindrance !== null;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const value = isNumber ? Number(typed) : typed;
    if (typed === "" || isOff || (isNumber && !Number.isFinite(value))) return;
    const question = text("command.ask.set", { name: subject.node.name, value: typed });
    asking.ask({
      question,
      yes: text("command.yes.set"),
      act: () => {
        state.send(value);
        setTyped("");
      },
    });
  };
  const { reported, wanted } = state;
  const toText = (value: string | number | boolean) => `${value} ${channel.unit ?? ""}`.trim();
  return (
    <Frame
      channel={channel.key}
      label={label}
      labelId={labelId}
      next={wanted === null || typeof wanted === "object" ? null : toText(wanted)}
      now={reported === null ? text("control.notKnown") : toText(reported)}
      state={state}
    >
      <form className={style.entry} onSubmit={submit}>
        <input
          aria-describedby={describedBy}
          aria-labelledby={labelId}
          disabled={isOff}
          inputMode={isNumber ? "decimal" : "text"}
          maxLength={256}
          onChange={(event) => setTyped(event.target.value)}
          step="any"
          type={isNumber ? "number" : "text"}
          value={typed}
        />
        <Button disabled={isOff || typed === ""} look="soft" type="submit">
          {text("command.yes.set")}
        </Button>
      </form>
      {asking.dialog}
    </Frame>
  );
}
