import { useId } from "react";
import { phoneOnline } from "../../data/resume.ts";
import type { ControlSubject } from "../../lib/control.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import type { IconName } from "../../ui/icon.tsx";
import { Card, Notice } from "../../ui/parts.tsx";
import { ChoiceControl } from "./choice-control.tsx";
import { ColourControl } from "./colour-control.tsx";
import type { ControlProps } from "./control-props.ts";
import { toControlLabels } from "./control-words.ts";
import { type Control, toControls } from "./controls.ts";
import style from "./controls-card.module.css";
import { CoverControl } from "./cover-control.tsx";
import { EntryControl } from "./entry-control.tsx";
import { LevelControl } from "./level-control.tsx";
import { LockControl } from "./lock-control.tsx";
import { SetPointControl } from "./set-point-control.tsx";
import { SwitchControl } from "./switch-control.tsx";

/** Everything a person can do with the node. */
export function ControlsCard(subject: ControlSubject) {
  const text = useText();
  const id = useId();
  const controls = toControls(subject.node);
  const labels = toControlLabels(controls, text);
  const remark = useRemark(subject);
  if (controls.length === 0) return null;
  return (
    <Card aria-labelledby={`${id}-title`} className={style.card} data-testid="controls">
      <h2 id={`${id}-title`}>{text("node.controls")}</h2>
      {remark && (
        <div id={`${id}-remark`}>
          <Notice icon={remark.icon}>{text(remark.words)}</Notice>
        </div>
      )}
      <div className={style.controls}>
        {controls.map((control) => (
          <One
            control={control}
            describedBy={remark ? `${id}-remark` : undefined}
            key={control.channel.key}
            label={labels.get(control.channel.key) ?? control.channel.label}
            subject={subject}
          />
        ))}
      </div>
    </Card>
  );
}

function One({ control, ...rest }: Omit<ControlProps, "control"> & { control: Control }) {
  switch (control.kind) {
    case "switch":
      return <SwitchControl {...rest} control={control} />;
    case "lock":
      return <LockControl {...rest} control={control} />;
    case "choice":
      return <ChoiceControl {...rest} control={control} />;
    case "setPoint":
      return <SetPointControl {...rest} control={control} />;
    case "level":
    case "warmth":
      return <LevelControl {...rest} control={control} />;
    case "entry":
      return <EntryControl {...rest} control={control} />;
    case "cover":
      return <CoverControl {...rest} control={control} />;
    case "colour":
      return <ColourControl {...rest} control={control} />;
  }
}

/** What stands in the way, or will make it late: said before anything is tapped. */
function useRemark({ link }: ControlSubject): { readonly icon: IconName; readonly words: MessageId } | null {
  const online = useWatched(phoneOnline);
  if (!online) return { icon: "phone", words: "control.off.phone" };
  if (link?.state === "waiting") return { icon: "gateway", words: "control.off.neverConnected" };
  if (link?.state === "offline") return { icon: "gateway", words: "control.away.gateway" };
  return link?.protocol === "offline" ? { icon: "gateway", words: "control.away.protocol" } : null;
}
