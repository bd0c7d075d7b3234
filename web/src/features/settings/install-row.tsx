import { install, installWay } from "../../lib/install.ts";
import { useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { IosSheet, useSheet } from "../../ui/ios-sheet.tsx";
import { Button } from "../../ui/parts.tsx";
import style from "./settings-page.module.css";

/** Installing stays possible here after the card on Home was refused. */
export function InstallRow() {
  const text = useText();
  const way = useWatched(installWay);
  const sheet = useSheet();
  if (way === null) return null;
  return (
    <div className={style.row}>
      <span>{text(way === "installed" ? "settings.installed" : "settings.install")}</span>
      {way !== "installed" && (
        <Button look="soft" onClick={way === "ios" ? sheet.open : () => void install()}>
          {text(way === "ios" ? "install.ios.show" : "install.action")}
        </Button>
      )}
      <IosSheet sheet={sheet.ref} />
    </div>
  );
}
