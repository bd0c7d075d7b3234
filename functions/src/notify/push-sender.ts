import type { PushData } from "@lastmeter/model/notice-settings";

export interface Push {
  readonly data: PushData;
  readonly urgency: "normal" | "high";
  /** How long it is still of use to a phone that is away. */
  readonly ttlS: number;
  /** A later one of the same topic takes the place of one that was not delivered yet. */
  readonly topic: string;
}

/**
 * `sent`: the push service took it. `gone`: no such installation any more. `later`: too many, broken or no answer; try again, not before
 * `afterS`. `refused`: it will never take this.
 */
export type PushOutcome =
  | { readonly kind: "sent" | "gone" | "refused" }
  | { readonly kind: "later"; readonly afterS: number };

/** The only way a push leaves; never throws. */
export interface PushSender {
  send(installId: string, push: Push): Promise<PushOutcome>;
}
