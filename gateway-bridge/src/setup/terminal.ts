import { createInterface } from "node:readline/promises";

/** Speaks with the person who sets the bridge up. */
export interface Terminal {
  say(line: string): void;
  /** The answer without white space around it; null where nobody can answer. */
  ask(question: string): Promise<string | null>;
}

/** @param isAnswered false: nobody is there to answer, as in a script. */
export function openTerminal(isAnswered: boolean): Terminal & { close(): void } {
  const lines = isAnswered ? createInterface({ input: process.stdin, output: process.stdout }) : null;
  return {
    say: (line) => process.stdout.write(`${line}\n`),
    ask: async (question) => (lines === null ? null : (await lines.question(`${question} `)).trim()),
    close: () => lines?.close(),
  };
}

/** Enter is yes. `fallback` where nobody can answer. */
export async function askYes(terminal: Terminal, question: string, fallback: boolean): Promise<boolean> {
  const answer = await terminal.ask(`${question} [Y/n]`);
  return answer === null ? fallback : !/^n/i.test(answer);
}
