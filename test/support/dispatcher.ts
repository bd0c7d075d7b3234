import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkIdSchema, toBase64Url } from "@lastmeter/model/ids";
import { fromUtf8, randomBytes, sha256, toHex, toUtf8 } from "@lastmeter/model/link/bytes";
import { openFrame, parseFrame, ROUTE_UPLINK, sealFrame } from "@lastmeter/model/link/frame";
import { parseHello, sealWelcome, verifyHello } from "@lastmeter/model/link/handshake";
import { generateKey, type LinkKey, toKeyText } from "@lastmeter/model/link/key";
import {
  type Batch,
  batchSchema,
  type CommandOutcome,
  type Interest,
  type LinkCommand,
  linkLimits,
  type Newest,
  type RelayedMessage,
  type UplinkHead,
  type UplinkReply,
  uplinkHeadSchema,
} from "@lastmeter/model/link/messages";
import { splitUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import { deriveSessionKeys, type SessionKeys } from "@lastmeter/model/link/session";

export interface Received {
  readonly at: number;
  readonly head: UplinkHead;
  readonly batch: Batch;
  readonly status: UplinkReply["status"];
}

/** Handles a request instead of the dispatcher: a portal, a proxy, an outage. Returns false to let it through. */
export type Interference = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

/**
 * A dispatcher that speaks the gateway link over real HTTP and stores messages in memory: by cursor, exactly once. What it has
 * stored is `stored`; the order of `n` is checked as each batch arrives.
 */
export class TestDispatcher {
  readonly networkId = networkIdSchema.parse(toBase64Url(randomBytes(24)));
  readonly linkKey = generateKey();
  readonly keyText = toKeyText(this.linkKey);
  readonly stored: RelayedMessage[] = [];
  readonly received: Received[] = [];
  readonly faults: string[] = [];
  hellos = 0;
  /** A second key that is taken too, and whether replies hand it over. */
  nextKey: LinkKey | undefined;
  handsNextKey = true;
  /** Whether the first key is still taken. */
  takesFirstKey = true;
  /** The keys of the frames that were opened, in order. */
  readonly kids: string[] = [];
  intervalMs = 300_000;
  notRelayed: string[] = [];
  interest: Interest | undefined;
  listener: UplinkReply["listener"];
  /** Handed over in each reply until taken away. */
  commands: LinkCommand[] = [];
  /** What the bridge said of commands, in order. */
  readonly outcomes: CommandOutcome[] = [];
  newest: Newest | undefined;
  /** Added to this machine's clock. */
  clockOffsetMs = 0;
  interfere: Interference = () => false;
  /** Stores the batch but closes the connection instead of answering. */
  loseReply: () => boolean = () => false;
  cursor: { queueEpoch: string | null; next: number } = { queueEpoch: null, next: 0 };
  lastSha = "";
  readonly #sessions = new Map<string, SessionKeys>();
  readonly #waiting = new Set<() => void>();
  readonly #server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      if (this.interfere(request, response, body)) return;
      this.#answer(request.url ?? "", body, response).catch((error: Error) => {
        this.faults.push(error.message);
        response.destroy();
      });
    });
  });

  async start(port = 0): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(port, "127.0.0.1", done));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  forgetSessions(): void {
    this.#sessions.clear();
  }

  /** Resolves as soon as the condition holds; asked anew after each request. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((done) => this.#waiting.add(done));
  }

  async #answer(url: string, body: Buffer, response: ServerResponse): Promise<void> {
    const reply = url === "/hello" ? await this.#welcome(body) : await this.#uplink(body);
    if (reply === "lose") response.destroy();
    else if (typeof reply === "number") {
      response.writeHead(reply, { "content-type": "application/problem+json" });
      response.end(
        JSON.stringify({ type: "urn:lastmeter:problem:auth_failed", title: "no", status: reply, instance: "t" }),
      );
    } else {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(reply);
    }
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  async #welcome(body: Buffer): Promise<Uint8Array | number> {
    this.hellos += 1;
    const claimed = parseHello(body);
    if (!claimed) return 400;
    const known = [...(this.takesFirstKey ? [this.linkKey] : []), ...(this.nextKey ? [this.nextKey] : [])];
    const linkKey = known.find(({ kid }) => kid === claimed.hello.kid);
    if (claimed.hello.networkId !== this.networkId || !linkKey || !(await verifyHello(linkKey, claimed))) return 401;
    const sid = toHex(randomBytes(16));
    const serverNonce = toBase64Url(randomBytes(32));
    const { clientNonce } = claimed.hello;
    const seed = { networkId: this.networkId, sid, clientNonce, serverNonce };
    this.#sessions.set(sid, await deriveSessionKeys(linkKey, seed));
    const serverTime = Date.now() + this.clockOffsetMs;
    const times = { serverTime, expiresAt: serverTime + 86_400_000, oldestVersion: "0.1.0" };
    return sealWelcome(linkKey, body, { v: 1, sid, serverNonce, ...times, cursor: this.cursor });
  }

  async #uplink(body: Buffer): Promise<Uint8Array | number | "lose"> {
    if (body.length > linkLimits.bodyBytes) return 413;
    const frame = parseFrame(body);
    if (typeof frame === "string") return 400;
    const keys = this.#sessions.get(frame.header.sid);
    const plaintext = keys && (await openFrame(keys.up, frame));
    const parts = plaintext && splitUplinkPlaintext(plaintext);
    if (!keys || !parts) return 401;
    const head = uplinkHeadSchema.parse(JSON.parse(fromUtf8(parts.head) ?? ""));
    const batch = batchSchema.parse(JSON.parse(fromUtf8(parts.batch) ?? ""));
    const status = this.#store(batch, toHex(await sha256(parts.batch)));
    this.kids.push(frame.header.kid);
    this.outcomes.push(...(head.outcomes ?? []));
    this.received.push({ at: performance.now(), head, batch, status });
    if (this.loseReply()) return "lose";
    const serverTime = Date.now() + this.clockOffsetMs;
    const reply: UplinkReply = {
      status,
      cursor: this.cursor,
      serverTime,
      intervalMs: this.intervalMs,
      notRelayed: this.notRelayed,
      ...(this.interest && head.interestVersion < this.interest.version ? { interest: this.interest } : {}),
      ...(this.listener && head.wantsToken ? { listener: this.listener } : {}),
      ...(this.commands.length > 0 ? { commands: this.commands.map((one) => withTimeLeft(one, serverTime)) } : {}),
      ...(this.nextKey && this.handsNextKey && frame.header.kid !== this.nextKey.kid
        ? { nextKey: toKeyText(this.nextKey) }
        : {}),
      ...(this.newest && head.wantsNewest ? { newest: this.newest } : {}),
    };
    const header = { type: "reply" as const, networkId: this.networkId, kid: frame.header.kid, sid: frame.header.sid };
    return sealFrame(
      keys.down,
      { ...header, seq: frame.header.seq, route: ROUTE_UPLINK },
      toUtf8(JSON.stringify(reply)),
    );
  }

  #store(batch: Batch, sha: string): UplinkReply["status"] {
    const { messages, gaps, queueEpoch } = batch;
    if (messages.length === 0) return "stored";
    if (this.cursor.queueEpoch !== queueEpoch) this.cursor = { queueEpoch, next: 0 };
    const last = messages.at(-1)?.n ?? 0;
    if (last < this.cursor.next) {
      if (sha !== this.lastSha) this.faults.push(`old batch with other bytes ends at ${last}`);
      return "duplicate";
    }
    const missing = new Set(gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)));
    let expected = this.cursor.next;
    for (const message of messages) {
      for (; expected < message.n; expected += 1) {
        if (!missing.has(expected)) this.faults.push(`hole at ${expected} not reported`);
      }
      if (message.n < this.cursor.next) continue;
      this.stored.push(message);
      expected = message.n + 1;
    }
    this.cursor = { queueEpoch, next: last + 1 };
    this.lastSha = sha;
    return "stored";
  }
}

function withTimeLeft(command: LinkCommand, serverTime: number): LinkCommand {
  return { ...command, deliverFor: Math.max(0, command.notAfter - serverTime) };
}
