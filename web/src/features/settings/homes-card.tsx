import type { Network } from "@lastmeter/model/network";
import { type MessageId, useText } from "../../lib/text.ts";
import { Card } from "../../ui/parts.tsx";
import style from "./settings-page.module.css";

function toLinkText({ link }: Network): MessageId {
  if (link.state === "waiting") return "link.waiting";
  if (link.state === "offline") return "link.gatewayOffline";
  return link.protocol === "offline" ? "link.protocolOffline" : "availability.online";
}

/** The person's homes and the state of their gateways. */
export function HomesCard({ networks }: { networks: readonly (readonly [string, Network])[] }) {
  const text = useText();
  return (
    <Card>
      <h2>{text("settings.homes")}</h2>
      {networks.length === 0 && <p className={style.hint}>{text("settings.nothing")}</p>}
      {networks.map(([id, network]) => (
        <div className={style.home} key={id}>
          <div className={style.row}>
            <strong>{network.name}</strong>
            <span className={style.value}>{text(toLinkText(network))}</span>
          </div>
          <div className={style.row}>
            <span>{text("settings.timeZone")}</span>
            <span className={style.value}>{network.timeZone}</span>
          </div>
          {network.link.bridgeVersion !== null && (
            <div className={style.row}>
              <span>{text("settings.bridge")}</span>
              <span className={style.value}>{network.link.bridgeVersion}</span>
            </div>
          )}
        </div>
      ))}
    </Card>
  );
}
