import type { AccessLogEntry } from "@lastmeter/model/access-log";
import {
  type AccountRequest,
  accountRequestSchema,
  type Erased,
  type ExportFormat,
  REAUTHENTICATION_MS,
} from "@lastmeter/model/account";
import type { Bytes } from "@lastmeter/model/link/bytes";
import { type Begun, beginAccountErasure, continueErasure, type ErasureGround } from "../erasure/erasure.store.ts";
import { beginNetworkErasure } from "../erasure/network.store.ts";
import { beginNodeErasure } from "../erasure/node.store.ts";
import { toExportLink } from "../export/export-link.ts";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { AccountStore } from "./account.store.ts";

export interface AccountContext extends ErasureGround {
  readonly store: AccountStore;
  readonly linkSecret: Bytes;
  /** When the caller last proved who they are. */
  readonly authenticatedAt: number;
}

/** The acts of `model/account`. A stranger is told what is told of something that is not there. @throws AppError */
export async function handleAccount(context: AccountContext, caller: Caller, data: unknown): Promise<unknown> {
  return decide(context, caller, parseRequest(accountRequestSchema, data));
}

async function decide(context: AccountContext, caller: Caller, request: AccountRequest): Promise<unknown> {
  const { db, store, now } = context;
  const { uid } = caller;
  switch (request.act) {
    case "setRetention": {
      const { networkId, rawMonths } = request;
      const entry = toEntry(caller, now, { act: "settings", what: "retention", value: String(rawMonths) });
      await store.setRetention(networkId, { uid, rawMonths, now, entry });
      return {};
    }
    case "export": {
      const { networkId, format } = request;
      await store.addEntry(networkId, { uid, entry: toEntry(caller, now, { act: "export", format }) });
      return toExportLink(context.linkSecret, { networkId, ownerId: uid, format }, now);
    }
    case "eraseNode": {
      const { nodeId } = request;
      const networkId = await store.readNetworkOf(nodeId, uid);
      const entry = toEntry(caller, now, { act: "erase", what: "node" });
      return finish(context, await beginNodeErasure(db, { networkId, nodeId, entry, now }));
    }
    case "eraseNetwork": {
      requireRecent(context);
      return finish(context, await beginNetworkErasure(db, { networkId: request.networkId, uid, now }));
    }
    case "eraseAccount": {
      requireRecent(context);
      return finish(context, await beginAccountErasure(context, uid));
    }
  }
}

async function finish(context: AccountContext, begun: Begun): Promise<Erased> {
  return { finished: await continueErasure(context, begun) };
}

function requireRecent({ authenticatedAt, now }: AccountContext): void {
  if (now - authenticatedAt > REAUTHENTICATION_MS) throw new AppError("reauthenticate", "sign-in too old");
}

type Said =
  | { readonly act: "settings" | "erase"; readonly what: string; readonly value?: string }
  | { readonly act: "export"; readonly format: ExportFormat };

function toEntry({ uid, verifiedEmail }: Caller, at: number, act: Said): AccessLogEntry {
  return { v: 1, at, who: uid, whoLabel: verifiedEmail ?? "", ...act };
}
