import { type CommandOutcome, commandLimits, type LinkCommand } from "@lastmeter/model/link/messages";
import { type Executed, withExecuted } from "./executed.ts";

export interface CommandsPlan {
  /** To be on disk before anything of `execute` is published. */
  readonly executed: Executed;
  /** In rising `seq`, one for each target. */
  readonly execute: readonly LinkCommand[];
  readonly outcomes: readonly CommandOutcome[];
}

/** Whether the command's time is over. @param elapsedMs since the request was sent that its reply answers: never too short. */
export function isExpired(command: LinkCommand, serverTime: number, elapsedMs: number): boolean {
  const leftMs = Math.min(command.deliverFor, command.notAfter - serverTime, commandLimits.deliverForMs);
  return !(elapsedMs < leftMs);
}

export interface PlanOptions {
  readonly serverTime: number;
  readonly elapsedMs: number;
  /** By this bridge's own list. */
  readonly isAllowed: (command: LinkCommand) => boolean;
}

/** Decides on the commands of one sealed reply. A command executed before gets its known outcome again, and is not executed. */
export function planCommands(
  before: Executed,
  commands: readonly LinkCommand[],
  { serverTime, elapsedMs, isAllowed }: PlanOptions,
): CommandsPlan {
  const floor = before.floor ?? Math.max(-1, ...commands.map(({ seq }) => seq));
  const known = new Map(before.commands.map((command) => [command.id, command]));
  const newest = new Map<string, number>();
  for (const { target, seq } of [...before.commands, ...commands]) {
    newest.set(target, Math.max(seq, newest.get(target) ?? -1));
  }
  const execute = new Map<string, LinkCommand>();
  const outcomes: CommandOutcome[] = [];
  for (const command of commands) {
    const { commandId, seq, target } = command;
    const answer = (outcome: CommandOutcome["outcome"]) => outcomes.push({ commandId, outcome });
    const done = known.get(commandId);
    if (done) answer(done.outcome);
    else if (before.floor === null) answer("unsure");
    else if (!isAllowed(command)) answer("refused");
    else if (isExpired(command, serverTime, elapsedMs)) answer("expired");
    else if (seq <= floor || seq < (newest.get(target) ?? -1)) answer("superseded");
    else if (!execute.has(commandId)) execute.set(commandId, command);
  }
  const ordered = [...execute.values()].sort((a, b) => a.seq - b.seq);
  const added = ordered.map(
    ({ commandId: id, seq, target }) => ({ id, seq, target, outcome: "unsure", told: false }) as const,
  );
  return { executed: withExecuted({ ...before, floor }, added), execute: ordered, outcomes };
}
