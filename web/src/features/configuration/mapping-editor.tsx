import type { NetworkId } from "@lastmeter/model/ids";
import { type MqttMapping, mqttMappingSchema } from "@lastmeter/model/mqtt-mapping";
import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { configuration, useAsked, useMapping } from "../../data/configuration.ts";
import { useText } from "../../lib/text.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Fault } from "../../ui/fault.tsx";
import { Button, Card, Empty, Skeleton } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { below, emptyChannel, toFaults, toGatewayCommand, withDevice } from "./mapping.ts";
import { MappingDevice } from "./mapping-device.tsx";

const nothing: MqttMapping = { devices: [] };

/** How the messages of a network are understood, each field beside what the newest message makes of it. */
export function MappingEditor({ networkId, timeZone }: { networkId: NetworkId; timeZone: string }) {
  const text = useText();
  const stored = useMapping(networkId);
  const known = stored.value?.get("mapping") ?? null;
  const { asked, again } = useAsked(networkId, () => configuration.records(networkId, null, ""));
  const [draft, setDraft] = useState<{ readonly mapping: MqttMapping; readonly version: number } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (stored.value === null) {
    if (stored.error === null) return <Skeleton height={320} />;
    return <Empty icon="gateway" text={text("home.failed.text")} title={text("home.failed.title")} />;
  }
  const records = asked && "value" in asked ? asked.value.records : [];
  const mapping = draft?.mapping ?? known?.mapping ?? nothing;
  const faults = toFaults(mapping);
  const change = (next: MqttMapping) => setDraft({ mapping: next, version: draft?.version ?? known?.version ?? 0 });
  const save = async () => {
    if (draft === null) return;
    setBusy(true);
    setError(null);
    try {
      await configuration.map(networkId, draft.version, mqttMappingSchema.parse(draft.mapping));
      setDraft(null);
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  };
  return (
    <>
      <p className={style.muted}>{text("mapping.text")}</p>
      {mapping.devices.map((device, at) => (
        <MappingDevice
          device={device}
          faults={below(faults, `devices.${at}.`)}
          isNew={!known?.mapping.devices.some(({ id }) => id === device.id)}
          key={device.id}
          networkId={networkId}
          onChange={(changed) =>
            change({ devices: mapping.devices.map((each, index) => (index === at ? changed : each)) })
          }
          onRemove={() => change({ devices: mapping.devices.filter((_, index) => index !== at) })}
          records={records}
          timeZone={timeZone}
        />
      ))}
      <Card className={style.card}>
        <h2>{text("mapping.add")}</h2>
        <div className={style.offers}>
          {mqttPresets.map((preset) => (
            <Button key={preset.id} look="soft" onClick={() => change(withDevice(mapping, preset))}>
              {preset.name}
            </Button>
          ))}
          <Button
            look="soft"
            onClick={() =>
              change(
                withDevice(mapping, {
                  id: "device",
                  name: text("mapping.newDevice"),
                  availability: null,
                  channels: [emptyChannel("power")],
                }),
              )
            }
          >
            {text("mapping.newDevice")}
          </Button>
        </div>
        <Button look="plain" onClick={again}>
          {text("mapping.listen", { count: records.length })}
        </Button>
      </Card>
      {mapping.devices.length > 0 && (
        <details className={style.section}>
          <summary>
            <h2>{text("mapping.gateway")}</h2>
          </summary>
          <p className={style.muted}>{text("mapping.gateway.text")}</p>
          <CopyLine
            copied={text("key.copied")}
            copy={text("key.copy")}
            label={text("mapping.gateway")}
            testId="gateway-command"
            value={toGatewayCommand(mapping)}
          />
        </details>
      )}
      {(draft !== null || error !== null) && (
        <div className={style.saveBar}>
          {error !== null && <Fault {...toCallText(error, text)} label={text("callFault.code")} />}
          <div className={style.buttons}>
            <Button
              data-testid="save-mapping"
              disabled={isBusy || faults.size > 0 || draft === null}
              onClick={() => void save()}
            >
              {text("mapping.save")}
            </Button>
            <Button
              disabled={isBusy}
              look="plain"
              onClick={() => {
                setDraft(null);
                setError(null);
              }}
            >
              {text("config.undoAll")}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
