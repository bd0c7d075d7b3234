import type { Work } from "../decoding/work.ts";
import type { NativeMessage } from "../protocol.ts";
import type { NamedWork } from "./names.ts";
import { responseSchema } from "./native/bridge.ts";

/** `z2m: Publish 'set' 'state' to 'kitchen/plug' failed: 'Error: …'`, `z2m: No converter available for 'state' on 'kitchen/plug': (…)`. */
const FAILED_SET =
  /(?:Publish 'set' '(?<property>[^']+)' to|No converter available for '(?<unknown>[^']+)' on) '(?<name>.+)'(?: failed)?: '?(?<detail>.+?)'?$/s;

/** Of zigbee-herdsman and its adapters, where a device does not acknowledge or answer. */
const UNREACHABLE =
  /tim(?:ed|e)[ -]?out|network route|delivery failed|no[ _]ack|transaction expired|channel access failure|route discovery/i;

const toReach = (detail: string) => (UNREACHABLE.test(detail) ? { isUnreachable: true } : {});

/** Requests without a transaction were not ours. */
export function applyAnswer(work: Work, value: unknown, { sequence }: NativeMessage): void {
  const response = responseSchema.safeParse(value);
  if (!response.success) return;
  const { status, transaction, error } = response.data;
  const detail = error ?? "";
  work.answers.push({ transaction, isDone: status === "ok", detail, ...toReach(detail), sequence });
}

/** A `set` that failed has no answer of its own. The property is the outermost one, and speaks for what is inside it. */
export function applyFailure(work: NamedWork, text: string, { sequence }: NativeMessage): void {
  const { property, unknown, name = "", detail = "" } = FAILED_SET.exec(text)?.groups ?? {};
  const found = work.names.get(name);
  if (found === undefined || found === "group") return;
  const { nodeId, channels } = found.node;
  const keys = Object.values(channels).flatMap(({ key, path }) => (path[0] === (property ?? unknown) ? [key] : []));
  if (keys.length > 0) work.failures.push({ nodeId, channels: keys, detail, ...toReach(detail), sequence });
}
