export type Verdict =
  | { readonly state: "confirmed" }
  | { readonly state: "failed"; readonly reason: "device"; readonly detail: string };

export function toFailure(detail: string): Verdict {
  return { state: "failed", reason: "device", detail: detail.slice(0, 256) };
}
