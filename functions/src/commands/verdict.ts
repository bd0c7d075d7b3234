import type { Failure } from "../protocols/protocol.ts";

export type Verdict =
  | { readonly state: "confirmed" }
  | { readonly state: "failed"; readonly reason: "device" | "unreachable"; readonly detail: string };

export function toFailure({ detail, isUnreachable = false }: Pick<Failure, "detail" | "isUnreachable">): Verdict {
  return { state: "failed", reason: isUnreachable ? "unreachable" : "device", detail: detail.slice(0, 256) };
}
