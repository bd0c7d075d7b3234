import { describesItself } from "@lastmeter/model/network";
import { Link } from "wouter";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useText } from "../../lib/text.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Card } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import style from "./configuration.module.css";
import { MappingEditor } from "./mapping-editor.tsx";
import { SettingsForm } from "./settings-form.tsx";

/** The configuration of a network: its options, or how its messages are understood, by its kind. */
export function ConfigurationPage({ managed: { networkId, network } }: { managed: ManagedNetwork }) {
  const text = useText();
  useTitle(text("config.title"));
  return (
    <div className={style.page}>
      <PageHeader back={`/admin/${networkId}`} backLabel={network.name} title={text("config.title")} />
      {describesItself(network.kind) ? (
        <SettingsForm of={{ networkId, nodeId: null }} timeZone={network.timeZone} />
      ) : (
        <MappingEditor networkId={networkId} timeZone={network.timeZone} />
      )}
      <Card>
        <Link href={`/admin/${networkId}/store`}>{text("store.title")}</Link>
        <p className={style.muted}>{text("store.text")}</p>
      </Card>
    </div>
  );
}
