import type { Bytes } from "@lastmeter/model/link/bytes";
import type { Notice } from "@lastmeter/model/notice";
import type { Install, NoticeSettings } from "@lastmeter/model/notice-settings";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { decidePush } from "./decide-push.ts";
import { planTry, type TriedNotice } from "./plan-try.ts";
import type { PushOutcome, PushSender } from "./push-sender.ts";
import { toReceipt } from "./receipt.ts";
import { toPush } from "./to-push.ts";

/** Whoever delivers has this long before the sweep takes it for dead. */
export const LEASE_MS = 60_000;

/** What there is to know when a notice is to be pushed. */
export interface DeliveryGround {
  readonly settings: NoticeSettings;
  readonly installs: readonly Install[];
  readonly homeName: string;
  readonly nodeName: string | null;
  readonly timeZone: string;
  readonly isManager: boolean;
  readonly isAcknowledged: boolean;
  readonly isOver: boolean;
  readonly unread: number;
}

export interface DeliverStore {
  /** Takes the notice for `LEASE_MS`, one more try. Null: not due, or somebody else has it. @param untried only if nobody has tried yet */
  claim(uid: string, noticeId: string, now: number, untried: boolean): Promise<Notice | null>;
  readGround(uid: string, notice: Notice, now: number): Promise<DeliveryGround>;
  /** Of the try that was claimed; without effect where another has begun since. */
  finish(uid: string, noticeId: string, tries: number, tried: TriedNotice): Promise<void>;
  /** An installation that is no more; one that was renewed meanwhile stays. */
  forgetInstall(uid: string, install: Install): Promise<void>;
}

export interface DeliverContext {
  readonly store: DeliverStore;
  /** Null: pushes cannot leave this machine. */
  readonly sender: PushSender | null;
  readonly secret: Bytes;
  readonly clock: Clock;
  readonly log: Log;
}

/** One try to tell a person. Safe to call at any time and by several at once: who has claimed the notice goes on, and alone. */
export async function deliver(
  context: DeliverContext,
  { uid, noticeId, untried }: { readonly uid: string; readonly noticeId: string; readonly untried: boolean },
): Promise<void> {
  const { store, sender, clock } = context;
  const now = clock();
  const notice = await store.claim(uid, noticeId, now, untried);
  if (notice === null) return;
  const finish = (tried: TriedNotice) => store.finish(uid, noticeId, notice.push.tries, tried);
  const end = (state: Notice["push"]["state"]) => finish({ push: { ...notice.push, state, left: null }, dueAt: null });
  // The try before ended between the push and its own note of it.
  if (notice.shownAt !== null) return end("sent");
  const ground = await store.readGround(uid, notice, now);
  const decision = decidePush({ notice, ...ground, now });
  if (decision.kind === "silent") return end(notice.push.sent > 0 ? "sent" : "silent");
  if (decision.kind === "hold") {
    return finish({ push: { ...notice.push, state: "held", tries: 0 }, dueAt: decision.until });
  }
  if (sender === null) return end("local");
  const { left } = notice.push;
  const targets = ground.installs.filter(({ installId }) => left === null || left.includes(installId));
  const receipt = await toReceipt(context.secret, uid, noticeId, now);
  const outcomes = new Map<string, PushOutcome>();
  await Promise.all(
    targets.map(async (install) => {
      const push = toPush({ noticeId, notice, receipt, ...ground }, install);
      const outcome = await sender.send(install.installId, push);
      outcomes.set(install.installId, outcome);
      if (outcome.kind === "gone") await store.forgetInstall(uid, install);
    }),
  );
  await finish(planTry(notice, outcomes, clock()));
  logDelivery(context, notice, outcomes);
}

function logDelivery({ log }: DeliverContext, notice: Notice, outcomes: ReadonlyMap<string, PushOutcome>): void {
  const count = (kind: PushOutcome["kind"]) => [...outcomes.values()].filter((each) => each.kind === kind).length;
  log.info("notify.push", {
    kind: notice.kind,
    phase: notice.phase,
    tries: notice.push.tries,
    sent: count("sent"),
    gone: count("gone"),
    later: count("later"),
    refused: count("refused"),
  });
}
