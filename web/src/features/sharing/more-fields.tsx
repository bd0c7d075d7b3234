import { grantRoles } from "@lastmeter/model/grant";
import { serverNow } from "../../lib/clock.ts";
import { hasValue, toChannelLabels } from "../../lib/device.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { toPrincipal } from "./draft.ts";
import type { FieldsProps } from "./node-choice.tsx";
import style from "./share-page.module.css";

/** What most people leave as it is. */
export function MoreFields({ draft, managed, change }: FieldsProps) {
  const text = useText();
  const today = toLocalDay(serverNow(), managed.home.timeZone);
  const program = toPrincipal(draft.who);
  const isProgram = program !== null && "clientId" in program;
  const roles = grantRoles.filter((role) => role !== "admin" || (managed.home.isOwner && draft.nodeIds === null));
  return (
    <>
      <label className={style.field}>
        {text("share.purpose")}
        <input
          aria-describedby="purpose-hint"
          maxLength={200}
          onChange={(event) => change({ purpose: event.target.value })}
          type="text"
          value={draft.purpose}
        />
        <small id="purpose-hint">{text("share.purposeHint")}</small>
      </label>
      <details className={style.more}>
        <summary>{text("share.more")}</summary>
        <div className={style.fields}>
          {!isProgram && (
            <Choices
              legend={text("share.role")}
              name="role"
              onChange={(role) => change({ role })}
              options={roles.map((value) => ({ value, label: text(`role.name.${value}`) }))}
              value={draft.role}
            />
          )}
          <ChannelFields change={change} draft={draft} managed={managed} />
          <label className={style.field}>
            {text("share.fromLabel")}
            <input
              min={today}
              onChange={(event) => change({ from: event.target.value })}
              type="date"
              value={draft.from}
            />
          </label>
          <label className={style.field}>
            {text("share.historyFrom")}
            <input
              aria-describedby="history-hint"
              onChange={(event) => change({ historyFrom: event.target.value })}
              type="date"
              value={draft.historyFrom}
            />
            <small id="history-hint">{text("share.historyHint")}</small>
          </label>
        </div>
      </details>
    </>
  );
}

/** All channels, or some of one node. */
function ChannelFields({ draft, managed, change }: FieldsProps) {
  const text = useText();
  const { nodeIds, channels, role } = draft;
  const node = managed.nodes.find(([id]) => nodeIds?.length === 1 && nodeIds[0] === id)?.[1];
  if (role !== "viewer") return null;
  if (!node) return <p className={style.hint}>{text("share.channelsOne")}</p>;
  const offered = Object.values(node.channels)
    .filter((channel) => hasValue(channel) && channel.kind !== "diagnostic" && channel.kind !== "setting")
    .sort((a, b) => a.ix - b.ix);
  const labels = toChannelLabels(offered, text);
  const toggle = (key: string) => {
    const before = channels ?? [];
    change({ channels: before.includes(key) ? before.filter((each) => each !== key) : [...before, key] });
  };
  return (
    <div>
      <Choices
        legend={text("share.channels")}
        name="channels"
        onChange={(which) => change({ channels: which === "all" ? null : offered.slice(0, 1).map(({ key }) => key) })}
        options={[
          { value: "all", label: text("share.allChannels") },
          { value: "some", label: text("share.someChannels") },
        ]}
        value={channels === null ? "all" : "some"}
      />
      {channels !== null && (
        <fieldset className={style.nodes}>
          <legend className={style.hidden}>{text("share.channels")}</legend>
          {offered.map(({ key, label }) => (
            <label className={style.check} key={key}>
              <input checked={channels.includes(key)} onChange={() => toggle(key)} type="checkbox" />
              <span>{labels.get(key) ?? label}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}
