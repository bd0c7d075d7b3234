import type { CommandReason } from "@lastmeter/model/command";
import { toCallText } from "../../data/call-error.ts";
import type { MessageId, Text } from "../../lib/text.ts";
import type { Progress } from "./progress.ts";

const reasons = {
  superseded: "command.superseded",
  refused: "command.refused",
  gateway: "command.gateway",
  device: "command.device",
  unreachable: "command.unreachable",
  no_answer: "command.noAnswer",
  no_draw: "command.noDraw",
  unreported: "command.unreported",
  no_gateway: "command.noGateway",
  no_grant: "command.noGrant",
  revoked: "command.revoked",
} as const satisfies Record<CommandReason, MessageId>;

const states = {
  confirmed: "command.confirmed",
  failed: "command.failed",
  expired: "command.expired",
  denied: "command.denied",
} as const satisfies Record<string, MessageId>;

type Ended = Omit<Extract<Progress, { phase: "ended" }>, "phase">;

/** Why a command ended as it did. */
export function toEndWords({ state, reason, detail }: Ended, text: Text): string {
  const words = text(reason === null ? states[state] : reasons[reason]);
  return detail === null ? words : `${words} ${text("command.detail", { detail })}`;
}

/** With seconds, by the phone's own clock: a deadline is a minute away at most. */
function toTimeText(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}

interface Words {
  readonly text: Text;
  readonly locale: string;
  readonly isAway: boolean;
}

export function toProgressWords(progress: Progress, { text, locale, isAway }: Words): string {
  switch (progress.phase) {
    case "sending":
      if (progress.until === null || !isAway) return text("command.sending");
      return text("command.waiting", { time: toTimeText(progress.until, locale) });
    case "unknown":
      return text("command.unknown");
    case "confirmed":
      return text("command.done");
    case "ended":
      return toEndWords(progress, text);
    case "refused": {
      const { words, code } = toCallText(progress.fault, text);
      return code === null ? words : `${words} (${code})`;
    }
  }
}
