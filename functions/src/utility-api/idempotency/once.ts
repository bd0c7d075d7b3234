import type { NodeId } from "@lastmeter/model/ids";
import { toBase64Url } from "@lastmeter/model/ids";
import { sha256, toUtf8 } from "@lastmeter/model/link/bytes";
import { AppError } from "../../platform/app-error.ts";
import type { Reply } from "../reply.ts";

/** Answers are given again at least this long. */
const KEPT_MS = 25 * 3_600_000;
/** As long as what was begun may still have an effect: then a request that ended without an answer may be made again. */
const UNDER_WAY_MS = 900_000;

/** What a key stands for. */
export interface KeptRequest {
  readonly clientId: string;
  /** For erasure. */
  readonly nodeId: NodeId | null;
  /** Hash of method, path and body. */
  readonly question: string;
  readonly at: number;
  readonly expiresAt: number;
  /** Null: under way. */
  readonly answer: { readonly status: Reply["status"]; readonly body: string; readonly location: string | null } | null;
}

export interface IdempotencyStore {
  /** Keeps the request unless the key is known. @returns what it stands for already; null: nothing. */
  begin(id: string, request: KeptRequest, isOver: (known: KeptRequest) => boolean): Promise<KeptRequest | null>;
  finish(id: string, answer: NonNullable<KeptRequest["answer"]>): Promise<void>;
  drop(id: string): Promise<void>;
}

export interface KeyedRequest {
  readonly clientId: string;
  readonly nodeId: NodeId | null;
  readonly key: string;
  /** Method, path and body, as text. */
  readonly question: string;
  /** Before a known answer is given again: whether it still may be asked for. @throws AppError */
  permit(): Promise<void>;
}

const toHash = async (text: string) => toBase64Url(await sha256(toUtf8(text)));

/** The same key and request get the first answer; what failed may be tried again. @throws AppError key_busy, key_reused */
export async function once(
  { store, now }: { readonly store: IdempotencyStore; readonly now: number },
  { clientId, nodeId, key, question, permit }: KeyedRequest,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const id = (await toHash(`${clientId}\n${key}`)).slice(0, 32);
  const asked = await toHash(question);
  const request = { clientId, nodeId, question: asked, at: now, expiresAt: now + KEPT_MS, answer: null };
  const isOver = ({ at, answer, expiresAt }: KeptRequest) =>
    expiresAt <= now || (answer === null && at + UNDER_WAY_MS <= now);
  const known = await store.begin(id, request, isOver);
  if (known !== null) {
    await permit();
    return again(known, asked);
  }
  try {
    const reply = await work();
    const location = reply.headers?.location ?? null;
    await store.finish(id, { status: reply.status, body: JSON.stringify(reply.body), location });
    return reply;
  } catch (error) {
    if (error instanceof AppError) await store.drop(id);
    throw error;
  }
}

function again({ question, answer }: KeptRequest, asked: string): Reply {
  if (question !== asked) throw new AppError("key_reused", "another request");
  if (answer === null) throw new AppError("key_busy", "under way", 2);
  const headers = { "idempotency-replayed": "true", ...(answer.location ? { location: answer.location } : {}) };
  return { status: answer.status, body: JSON.parse(answer.body), rows: 0, headers };
}
