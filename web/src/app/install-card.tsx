import { useState } from "react";
import { dismiss, install, installWay, wasDismissed } from "../lib/install.ts";
import { useText } from "../lib/text.ts";
import { useWatched } from "../lib/value.ts";
import { Icon } from "../ui/icon.tsx";
import { IosSheet, useSheet } from "../ui/ios-sheet.tsx";
import { Button, Card } from "../ui/parts.tsx";
import style from "./install-card.module.css";

/** Shown under the first live values, never at load; a refusal holds for 90 days. */
export function InstallCard() {
  const text = useText();
  const way = useWatched(installWay);
  const [gone, setGone] = useState(wasDismissed);
  const sheet = useSheet();
  if (gone || (way !== "offer" && way !== "ios")) return null;
  const refuse = () => {
    dismiss();
    setGone(true);
  };
  return (
    <Card aria-label={text("install.title")} className={style.card}>
      <span className={style.icon}>
        <Icon name="install" />
      </span>
      <div className={style.words}>
        <h2>{text("install.title")}</h2>
        <p>{text("install.text")}</p>
        <div className={style.buttons}>
          <Button look="soft" onClick={way === "ios" ? sheet.open : () => void install()}>
            {text(way === "ios" ? "install.ios.show" : "install.action")}
          </Button>
          <Button look="plain" onClick={refuse}>
            {text("common.notYet")}
          </Button>
        </div>
      </div>
      <IosSheet sheet={sheet.ref} />
    </Card>
  );
}
