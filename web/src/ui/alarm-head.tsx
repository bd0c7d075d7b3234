import type { Text } from "../lib/text.ts";
import style from "./alarm-head.module.css";
import { AlarmTabs } from "./alarm-tabs.tsx";
import { HomeSwitch } from "./home-switch.tsx";

interface AlarmHeadProps {
  readonly shown: "rules" | "alarms";
  /** Null: not known yet. */
  readonly homes: readonly { readonly networkId: string; readonly name: string }[] | null;
  readonly networkId: string | undefined;
  readonly onChoose: (networkId: string) => void;
  readonly text: Text;
}

/** Title, the home it is about, and what stands beside. */
export function AlarmHead({ shown, homes, networkId, onChoose, text }: AlarmHeadProps) {
  return (
    <>
      <div className={style.head}>
        <h1>{text(`${shown}.title`)}</h1>
        {homes && homes.length > 1 && networkId !== undefined && (
          <HomeSwitch
            label={text("alarms.home")}
            networkId={networkId}
            networks={new Map(homes.map((each) => [each.networkId, each]))}
            onChoose={onChoose}
          />
        )}
      </div>
      <AlarmTabs shown={shown} text={text} />
    </>
  );
}
