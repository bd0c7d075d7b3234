import { type GatewaysRequest, gatewaysRequestSchema } from "@lastmeter/model/gateway";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { GatewaysContext } from "./context.ts";
import { edit } from "./edit.ts";
import { replace, revoke, rotate } from "./keys.ts";
import { register } from "./register.ts";

/** The acts of `model/gateway`. @throws AppError */
export async function handleGateways(context: GatewaysContext, caller: Caller, data: unknown): Promise<object> {
  const request: GatewaysRequest = parseRequest(gatewaysRequestSchema, data);
  switch (request.act) {
    case "register":
      return register(context, caller, request);
    case "edit":
      return edit(context, caller, request);
    case "rotate":
      return rotate(context, caller, request);
    case "revoke":
      return revoke(context, caller, request);
    case "replace":
      return replace(context, caller, request);
  }
}
