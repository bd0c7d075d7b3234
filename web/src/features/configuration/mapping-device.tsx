import type { StoredRecord } from "@lastmeter/model/configuration";
import type { NetworkId } from "@lastmeter/model/ids";
import type { MappedChannel, MappedDevice } from "@lastmeter/model/mqtt-mapping";
import { useState } from "react";
import { readRecord, useAsked } from "../../data/configuration.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Badge, Button } from "../../ui/parts.tsx";
import style from "./configuration.module.css";
import { below, emptyChannel, type Faults, parseWord, toFreeName } from "./mapping.ts";
import { MappingChannel } from "./mapping-channel.tsx";
import { Field } from "./mapping-field.tsx";
import { findRecord } from "./preview.ts";

interface MappingDeviceProps {
  readonly networkId: NetworkId;
  readonly device: MappedDevice;
  readonly records: readonly StoredRecord[];
  readonly timeZone: string;
  /** Not stored yet. */
  readonly isNew: boolean;
  /** By path below the device. */
  readonly faults: Faults;
  readonly onChange: (device: MappedDevice) => void;
  readonly onRemove: () => void;
}

/** One sort of device: its channels, each beside what the newest message says. */
export function MappingDevice({
  networkId,
  device,
  records,
  timeZone,
  isNew,
  faults,
  onChange,
  onRemove,
}: MappingDeviceProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const [isOpen, setOpen] = useState(isNew || faults.size > 0);
  /** One at a time: the page stays short on a phone. */
  const [openAt, setOpenAt] = useState<number | null>(null);
  const { channels, availability } = device;
  const replace = (at: number, channel: MappedChannel | null) =>
    onChange({ ...device, channels: channels.flatMap((each, index) => (index === at ? (channel ?? []) : each)) });
  return (
    <details
      className={style.section}
      data-testid="mapped-device"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      open={isOpen}
    >
      <summary>
        <h2>{device.name || device.id}</h2>
        {faults.size > 0 && <Badge tone="warn">{text("mapping.faults", { count: faults.size })}</Badge>}
        <span className={style.count}>{channels.length}</span>
      </summary>
      {isOpen && (
        <div className={style.row}>
          <Field
            fault={faults.get("name")}
            label={text("mapping.name")}
            onChange={(name) => onChange({ ...device, name })}
            value={device.name}
          />
          {availability && (
            <div className={style.pair}>
              <Field
                fault={faults.get("availability.topic")}
                label={text("mapping.availability")}
                onChange={(topic) => onChange({ ...device, availability: { ...availability, topic } })}
                value={availability.topic}
              />
              <Field
                label={text("mapping.online")}
                onChange={(online) =>
                  onChange({ ...device, availability: { ...availability, online: parseWord(online) } })
                }
                value={String(availability.online)}
              />
              <Field
                label={text("mapping.offline")}
                onChange={(offline) =>
                  onChange({ ...device, availability: { ...availability, offline: parseWord(offline) } })
                }
                value={String(availability.offline)}
              />
            </div>
          )}
        </div>
      )}
      {isOpen &&
        channels.map((channel, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: its short name changes while it is typed
          <Heard key={at} networkId={networkId} record={findRecord(records, channel.topic)}>
            {(payload, heardAt) => (
              <MappingChannel
                channel={channel}
                faults={below(faults, `channels.${at}.`)}
                isOpen={openAt === at}
                onChange={(changed) => replace(at, changed)}
                onRemove={() => {
                  setOpenAt(null);
                  replace(at, null);
                }}
                onToggle={(open) => setOpenAt((last) => (open ? at : last === at ? null : last))}
                heardText={heardAt === null ? null : toMomentText(heardAt, locale, timeZone)}
                payload={payload}
              />
            )}
          </Heard>
        ))}
      {isOpen && faults.has("channels") && <p className={style.faulty}>{text("mapping.fault.channels")}</p>}
      {isOpen && (
        <div className={style.buttons}>
          <Button
            look="plain"
            onClick={() => {
              const key = toFreeName(
                channels.map((each) => each.key),
                "channel",
              );
              setOpenAt(channels.length);
              onChange({ ...device, channels: [...channels, emptyChannel(key)] });
            }}
          >
            {text("mapping.addChannel")}
          </Button>
          {availability === null && (
            <Button
              look="plain"
              onClick={() =>
                onChange({
                  ...device,
                  availability: { topic: "tele/{node}/LWT", pointer: "", online: "Online", offline: "Offline" },
                })
              }
            >
              {text("mapping.addAvailability")}
            </Button>
          )}
          <Button look="plain" onClick={onRemove}>
            {text("mapping.removeDevice")}
          </Button>
        </div>
      )}
    </details>
  );
}

interface HeardProps {
  readonly networkId: NetworkId;
  readonly record: StoredRecord | null;
  readonly children: (payload: string | null, at: number | null) => React.ReactNode;
}

function Heard({ networkId, record, children }: HeardProps) {
  const { asked } = useAsked(record?.id ?? "", async () => {
    const bytes = record === null ? null : await readRecord(networkId, record);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  });
  return children(asked && "value" in asked ? asked.value : null, record?.at ?? null);
}
