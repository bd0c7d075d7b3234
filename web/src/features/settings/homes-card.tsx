import type { Network } from "@lastmeter/model/network";
import { Link } from "wouter";
import { useHealth, useHomes } from "../../data/home-data.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { Card } from "../../ui/parts.tsx";
import style from "./settings-page.module.css";

function toLinkText({ link }: Network): MessageId {
  if (link.state === "waiting") return "link.waiting";
  if (link.state === "offline") return "link.gatewayOffline";
  return link.protocol === "offline" ? "link.protocolOffline" : "availability.online";
}

/** The person's homes and the state of their gateways. Whoever administers none, and is lent something, finds no way to administer. */
export function HomesCard() {
  const text = useText();
  const homes = useHomes();
  const networks = [...(homes.networks.value ?? [])];
  const health = useHealth();
  const manages = networks.length > 0 || (health?.size ?? 0) > 0;
  const isNew = !manages && homes.networks.from === "server" && homes.nodes.value?.size === 0;
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
      {(manages || isNew) && (
        <div className={style.row}>
          <Link data-testid="manage" href={manages ? "/admin" : "/admin/add"}>
            {text(manages ? "settings.manage" : "settings.addNetwork")}
          </Link>
        </div>
      )}
    </Card>
  );
}
