import { type SharingRequest, sharingRequestSchema } from "@lastmeter/model/sharing-request";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { SharingContext } from "./context.ts";
import { change, grantClient, leave, list, opened, revoke } from "./grants.ts";
import { accept, decline, invite, preview, withdraw } from "./invitations.ts";
import { transfer } from "./transfer.ts";

/** The acts of `model/sharing`. @throws AppError */
export async function handleSharing(context: SharingContext, caller: Caller, data: unknown): Promise<unknown> {
  return decide(context, caller, parseRequest(sharingRequestSchema, data));
}

function decide(context: SharingContext, caller: Caller, request: SharingRequest): Promise<unknown> {
  switch (request.act) {
    case "invite":
      return invite(context, caller, request);
    case "preview":
      return preview(context, caller, request);
    case "accept":
      return accept(context, caller, request);
    case "decline":
      return decline(context, caller, request);
    case "withdraw":
      return withdraw(context, caller, request);
    case "grantClient":
      return grantClient(context, caller, request);
    case "change":
      return change(context, caller, request);
    case "revoke":
      return revoke(context, caller, request);
    case "leave":
      return leave(context, caller, request);
    case "list":
      return list(context, caller, request);
    case "opened":
      return opened(context, caller, request);
    case "transfer":
      return transfer(context, caller, request);
  }
}
