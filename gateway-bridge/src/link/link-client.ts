import { type NetworkId, randomId, toBase64Url } from "@lastmeter/model/ids";
import { fromUtf8, randomBytes } from "@lastmeter/model/link/bytes";
import { openWelcome, sealHello } from "@lastmeter/model/link/handshake";
import type { LinkKey } from "@lastmeter/model/link/key";
import { type UplinkHead, type UplinkReply, uplinkReplySchema, type Welcome } from "@lastmeter/model/link/messages";
import { toUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import { type GatewaySession, SESSION_MAX_MS, startGatewaySession } from "@lastmeter/model/link/session";
import { version } from "../version.ts";
import type { LinkKeys } from "./keys.ts";
import { type Posted, postBytes } from "./post.ts";
import { decideVerdict, type Verdict } from "./verdict.ts";

export interface LinkOptions {
  readonly dispatcher: string;
  readonly network: NetworkId;
  readonly keys: Pick<LinkKeys, "newestFirst">;
  /** Milliseconds since 1970, and milliseconds of a clock that is never set. */
  readonly now: () => number;
  readonly monotonic: () => number;
}

export interface Failure {
  readonly kind: "failure";
  readonly verdict: Verdict;
  /** For logs and health: HTTP status, or why there was none. */
  readonly reason: string;
  /** Of the answer; absent: there was none. */
  readonly status?: number;
  readonly retryAfterMs: number | undefined;
}

export type Greeted = { readonly kind: "welcome"; readonly welcome: Welcome } | Failure;
export type Exchanged = { readonly kind: "reply"; readonly reply: UplinkReply } | Failure;

/** The gateway's end of the sealed link: one session, one frame at a time. Believes nothing but what the key has sealed. */
export class LinkClient {
  readonly counters = { hellos: 0, frames: 0, replies: 0, unsealed: 0 };
  readonly #options: LinkOptions;
  readonly #boot = randomId();
  #session: { readonly crypt: GatewaySession; readonly endsAt: number; readonly kid: string } | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get hasSession(): boolean {
    return this.#session !== undefined && this.#options.monotonic() < this.#session.endsAt;
  }

  /** Id of the session's key. */
  get sessionKid(): string | undefined {
    return this.#session?.kid;
  }

  /** Whether the newest key is the session's. */
  get isNewestKey(): boolean {
    return this.sessionKid === this.#options.keys.newestFirst[0]?.kid;
  }

  dropSession(): void {
    this.#session = undefined;
  }

  /** With the newest key; where the dispatcher does not take that, with the one before. */
  async hello(): Promise<Greeted> {
    let greeted = this.#unsealed();
    for (const key of this.#options.keys.newestFirst) {
      const outcome = await this.#helloWith(key);
      if (outcome.kind === "welcome" || outcome.status !== 401) return outcome;
      greeted = outcome;
    }
    return greeted;
  }

  async #helloWith(key: LinkKey): Promise<Greeted> {
    const { network, dispatcher, now, monotonic } = this.#options;
    this.counters.hellos += 1;
    const clientNonce = toBase64Url(randomBytes(32));
    const hello = { v: 1 as const, networkId: network, kid: key.kid, clientNonce, boot: this.#boot, version };
    const body = await sealHello(key, hello);
    const posted = await postBytes(`${dispatcher}/hello`, body, now());
    if (posted.kind === "failed" || posted.status !== 200) return toFailure(posted);
    const welcome = await openWelcome(key, body, posted.body);
    if (welcome === null) return this.#unsealed();
    const seed = { networkId: network, sid: welcome.sid, clientNonce, serverNonce: welcome.serverNonce };
    const lifeMs = Math.min(SESSION_MAX_MS, Math.max(60_000, welcome.expiresAt - welcome.serverTime));
    this.#session = { crypt: await startGatewaySession(key, seed), endsAt: monotonic() + lifeMs, kid: key.kid };
    return { kind: "welcome", welcome };
  }

  /** Seals and sends one batch. A retry is sealed anew under the next number; the batch's bytes stay the same. */
  async exchange(head: UplinkHead, batch: Uint8Array<ArrayBuffer>): Promise<Exchanged> {
    const frame = await this.#session?.crypt.seal(toUplinkPlaintext(head, batch));
    if (!frame || !this.#session)
      return { kind: "failure", verdict: "new_session", reason: "session used up", retryAfterMs: undefined };
    const { crypt } = this.#session;
    this.counters.frames += 1;
    const posted = await postBytes(`${this.#options.dispatcher}/uplink`, frame.body, this.#options.now());
    if (posted.kind === "failed" || posted.status !== 200) return toFailure(posted);
    const plaintext = await crypt.open(frame.seq, posted.body);
    const reply = plaintext && parseReply(plaintext);
    if (!reply) return this.#unsealed();
    this.counters.replies += 1;
    return { kind: "reply", reply };
  }

  #unsealed(): Failure {
    this.counters.unsealed += 1;
    return {
      kind: "failure",
      verdict: "retry",
      reason: "answer not sealed by the dispatcher",
      retryAfterMs: undefined,
    };
  }
}

function toFailure(posted: Posted): Failure {
  const verdict = decideVerdict(posted);
  if (posted.kind === "failed") return { kind: "failure", verdict, reason: posted.reason, retryAfterMs: undefined };
  const reason = posted.problem ? `${posted.status} ${posted.problem}` : String(posted.status);
  return { kind: "failure", verdict, reason, status: posted.status, retryAfterMs: posted.retryAfterMs };
}

function parseReply(plaintext: Uint8Array): UplinkReply | null {
  try {
    const parsed = uplinkReplySchema.safeParse(JSON.parse(fromUtf8(plaintext) ?? ""));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
