import { type Command, isFinal } from "@lastmeter/model/command";
import { useLatestCommands } from "../../data/commands.ts";
import { useUid } from "../../data/session.ts";
import { serverNow } from "../../lib/clock.ts";
import type { ControlSubject } from "../../lib/control.ts";
import { toAgeText } from "../../lib/format.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import { LaterIcon } from "../../ui/later-icon.tsx";
import { LiveText } from "../../ui/live.tsx";
import { Card, Skeleton } from "../../ui/parts.tsx";
import style from "./command-list.module.css";
import { toOrderWords, toWhoWords } from "./command-words.ts";
import { toEndWords } from "./progress-words.ts";

type CommandListProps = Pick<ControlSubject, "networkId" | "nodeId" | "node">;

/** Who told the node what, and how it ended. */
export function CommandList({ networkId, nodeId, node }: CommandListProps) {
  const text = useText();
  const { commands, error } = useLatestCommands(networkId, nodeId);
  return (
    <Card aria-labelledby="commands-title" data-testid="commands">
      <h2 id="commands-title">{text("command.list")}</h2>
      {commands === null && error === null && <Skeleton height={52} />}
      {commands === null && error !== null && <p className={style.hint}>{text("command.listFailed")}</p>}
      {commands?.length === 0 && <p className={style.hint}>{text("command.none")}</p>}
      <ol className={style.list}>
        {commands?.map(([id, command]) => (
          <Entry command={command} key={id} node={node} />
        ))}
      </ol>
    </Card>
  );
}

function Entry({ command, node }: { command: Command; node: CommandListProps["node"] }) {
  const text = useText();
  const uid = useUid();
  const locale = useWatched(localeValue);
  const { state, reason, detail = null, at, order } = command;
  const tone = !isFinal(state) ? "open" : state === "confirmed" && reason === null ? "good" : "bad";
  const isQuiet = reason === "superseded";
  const end =
    state === "queued" || state === "sent"
      ? text(serverNow() < command.deadline ? "command.sending" : "command.unknown")
      : toEndWords({ state, reason, detail }, text);
  return (
    <li data-state={state} data-testid="command">
      <span className={style.sign} data-tone={isQuiet ? "open" : tone}>
        {tone === "good" ? (
          <Icon name="check" size={18} />
        ) : tone === "bad" && !isQuiet ? (
          <LaterIcon name="warn" size={18} />
        ) : (
          <Icon name="next" size={18} />
        )}
      </span>
      <p>
        <b>{toOrderWords(order, { node, text, locale })}</b>
        <span>{end}</span>
        <small>
          {toWhoWords(command, uid, text)} · <LiveText read={() => toAgeText(serverNow() - at, locale)} />
        </small>
      </p>
    </li>
  );
}
