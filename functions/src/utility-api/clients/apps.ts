import { appsRequestSchema } from "@lastmeter/model/apps-request";
import type { Caller } from "../../platform/call.ts";
import { parseRequest } from "../../platform/parse-request.ts";
import type { AppsContext } from "./apps-context.ts";
import { about, consented, list, ofNetwork } from "./listing.ts";
import { create, createPersonal } from "./making.ts";
import { addSecret, dropSecret, edit, remove, setState } from "./managing.ts";

/** The acts of `model/apps-request`. @throws AppError */
export async function handleApps(context: AppsContext, caller: Caller, data: unknown): Promise<unknown> {
  const request = parseRequest(appsRequestSchema, data);
  switch (request.act) {
    case "about":
      return about(context, request);
    case "list":
      return list(context, caller);
    case "consented":
      return consented(context, caller, request);
    case "ofNetwork":
      return ofNetwork(context, caller, request);
    case "createPersonal":
      return createPersonal(context, caller, request);
    case "create":
      return create(context, caller, request);
    case "edit":
      return edit(context, caller, request);
    case "addSecret":
      return addSecret(context, caller, request);
    case "dropSecret":
      return dropSecret(context, caller, request);
    case "setState":
      return setState(context, caller, request);
    case "remove":
      return remove(context, caller, request);
  }
}
