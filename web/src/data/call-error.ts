import type { FieldError } from "@lastmeter/model/problem";
import type { MessageId, Text } from "../lib/text.ts";

/** Why a call was not answered with a result, and what people are told: whether it was done, and what they can do. */
const texts = {
  bad_request: "callFault.badRequest",
  auth_failed: "callFault.signIn",
  reauthenticate: "callFault.reauthenticate",
  forbidden: "callFault.forbidden",
  not_found: "callFault.notFound",
  conflict: "callFault.conflict",
  not_repairable: "callFault.notRepairable",
  too_large: "callFault.tooLarge",
  too_many: "callFault.tooMany",
  revoked: "callFault.revoked",
  unavailable: "callFault.unavailable",
  internal: "callFault.internal",
  /** Nothing was sent. */
  offline: "callFault.offline",
  /** Sent perhaps; nobody answered. */
  unreachable: "callFault.unreachable",
  timeout: "callFault.timeout",
  /** Done, but this version of the app does not know the answer. */
  unreadable: "callFault.unreadable",
} as const satisfies Record<string, MessageId>;
/** The kinds of the server's problems that people can meet, and what can happen on the way. */
export type CallFault = keyof typeof texts;

const URN = "urn:lastmeter:problem:";

/** @param type of a problem document. What this version does not know is told as an error of the server. */
export function toCallFault(type: string): CallFault {
  const kind = type.startsWith(URN) ? type.slice(URN.length) : "";
  return Object.hasOwn(texts, kind) ? (kind as CallFault) : "internal";
}

/** The only way `call` fails. */
export class CallError extends Error {
  readonly kind: CallFault;
  /** Stands in the server's log too; null: the server did not say one. */
  readonly referenceId: string | null;
  /** Which fields were wrong: for forms. */
  readonly errors: readonly FieldError[];

  constructor(kind: CallFault, referenceId: string | null = null, errors: readonly FieldError[] = []) {
    super(kind);
    this.kind = kind;
    this.referenceId = referenceId;
    this.errors = errors;
  }
}

/** The one place that turns a failed call into words (of the later catalogue); `code` to copy, null where there is none. */
export function toCallText(error: unknown, text: Text): { readonly words: string; readonly code: string | null } {
  const { kind, referenceId } = error instanceof CallError ? error : new CallError("internal");
  return { words: text(texts[kind]), code: referenceId };
}
