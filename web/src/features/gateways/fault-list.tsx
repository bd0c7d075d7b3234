import { type GatewayFault, type GatewayStatus, gatewayFaults } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { Link } from "wouter";
import { useText } from "../../lib/text.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LaterIcon } from "../../ui/later-icon.tsx";
import style from "./fault-list.module.css";

/** What makes readings better, but does not stand in their way. */
const advice: readonly GatewayFault[] = ["qos0", "noAvailability", "outdated"];

/** What helps where a line at the gateway's shell does; `%s`: the newest version. */
const commands: Partial<Record<GatewayFault, string>> = {
  wrongKey: "sudo lastmeter-bridge setup --replace",
  clock: "sudo timedatectl set-ntp true",
  noBroker: "sudo lastmeter-bridge doctor",
  noProtocol: "sudo systemctl restart zigbee2mqtt",
  qos0: "sudo lastmeter-bridge setup --qos",
  outdated: "tar -xzf lastmeter-bridge-%s*.tar.gz && sudo lastmeter-bridge-%s*/install.sh",
  clone: "sudo systemctl disable --now lastmeter-bridge",
};

/** What is mended in the app itself, among the network's settings. */
const settings: readonly GatewayFault[] = ["qos0", "noAvailability"];

interface FaultListProps {
  readonly networkId: NetworkId;
  readonly status: GatewayStatus | null;
}

/** What is the matter with a gateway, most basic first, each with the exact next step. */
export function FaultList({ networkId, status }: FaultListProps) {
  const text = useText();
  const told = new Set(status?.faults.map(({ fault }) => fault));
  const faults = gatewayFaults.filter((fault) => told.has(fault));
  if (faults.length === 0) return null;
  const values = {
    version: status?.version ?? "",
    newest: status?.newestVersion ?? "",
    minutes: Math.round(Math.abs(status?.clockSkewMs ?? 0) / 60_000),
  };
  return (
    <ul aria-label={text("fault.list")} aria-live="polite" className={style.faults}>
      {faults.map((fault) => {
        const command = commands[fault];
        const title = text(`fault.${fault}.title`, values);
        return (
          <li className={style.fault} data-advice={advice.includes(fault)} data-testid={`fault-${fault}`} key={fault}>
            {advice.includes(fault) ? <Icon name="info" size={20} /> : <LaterIcon name="warn" size={20} />}
            <div>
              <strong>{title}</strong>
              <p>{text(`fault.${fault}.text`, values)}</p>
              {command && (
                <CopyLine
                  copied={text("key.copied")}
                  copy={text("key.copy")}
                  label={title}
                  value={command.replaceAll("%s", values.newest)}
                />
              )}
              {settings.includes(fault) && (
                <Link href={`/admin/${networkId}/configuration`}>{text("fault.toSettings")}</Link>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
