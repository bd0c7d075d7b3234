import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./configuration.module.css";
import { FirmwareCard } from "./firmware-card.tsx";
import { SettingsForm } from "./settings-form.tsx";

interface SettingsPageProps {
  readonly managed: ManagedNetwork;
  readonly nodeId: NodeId;
  readonly node: Node;
}

/** What is wanted of a device, and what it says. */
export function NodeSettingsPage({ managed: { networkId, network }, nodeId, node }: SettingsPageProps) {
  const text = useText();
  useTitle(text("config.of", { name: node.name }));
  return (
    <div className={style.page}>
      <PageHeader
        back={`/admin/nodes/${nodeId}`}
        backLabel={node.name}
        title={text("config.of", { name: node.name })}
      />
      <SettingsForm
        firmware={<FirmwareCard networkId={networkId} nodeId={nodeId} />}
        of={{ networkId, nodeId }}
        timeZone={network.timeZone}
      />
    </div>
  );
}
