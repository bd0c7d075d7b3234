import {
  aboutClientSchema,
  clientListSchema,
  consentedListSchema,
  networkClientListSchema,
  newClientSchema,
  newSecretSchema,
  personalClientSchema,
} from "@lastmeter/model/apps";
import type { AppsRequest } from "@lastmeter/model/apps-request";
import { providerListSchema, requestedProviderSchema } from "@lastmeter/model/providers";
import type { ProvidersRequest } from "@lastmeter/model/providers-request";
import { z } from "zod/mini";
import { call } from "./call.ts";

type Of<Request extends { act: string }, Act extends Request["act"]> = Omit<Extract<Request, { act: Act }>, "act">;
const done = z.unknown();

/** Third parties' programs. @throws CallError */
export const apps = {
  about: (request: Of<AppsRequest, "about">) => call("apps", { act: "about", ...request }, aboutClientSchema),
  list: () => call("apps", { act: "list" }, clientListSchema),
  consented: (request: Of<AppsRequest, "consented">) =>
    call("apps", { act: "consented", ...request }, consentedListSchema),
  ofNetwork: (request: Of<AppsRequest, "ofNetwork">) =>
    call("apps", { act: "ofNetwork", ...request }, networkClientListSchema),
  createPersonal: (request: Of<AppsRequest, "createPersonal">) =>
    call("apps", { act: "createPersonal", ...request }, personalClientSchema),
  create: (request: Of<AppsRequest, "create">) => call("apps", { act: "create", ...request }, newClientSchema),
  edit: (request: Of<AppsRequest, "edit">) => call("apps", { act: "edit", ...request }, done),
  addSecret: (request: Of<AppsRequest, "addSecret">) => call("apps", { act: "addSecret", ...request }, newSecretSchema),
  dropSecret: (request: Of<AppsRequest, "dropSecret">) => call("apps", { act: "dropSecret", ...request }, done),
  setState: (request: Of<AppsRequest, "setState">) => call("apps", { act: "setState", ...request }, done),
  remove: (request: Of<AppsRequest, "remove">) => call("apps", { act: "remove", ...request }, done),
};

/** Ends a program of one's own that nothing is lent any more: its key would live on. @returns whether it was one. @throws CallError */
export async function removeUnused(clientId: string): Promise<boolean> {
  const { clients } = await apps.list();
  const isUnused = clients.some((each) => each.clientId === clientId && each.kind === "personal" && each.nodes === 0);
  if (isUnused) await apps.remove({ clientId });
  return isUnused;
}

/** Utilities and service companies. @throws CallError */
export const providers = {
  list: () => call("providers", { act: "list" }, providerListSchema),
  request: (request: Of<ProvidersRequest, "request">) =>
    call("providers", { act: "request", ...request }, requestedProviderSchema),
  edit: (request: Of<ProvidersRequest, "edit">) => call("providers", { act: "edit", ...request }, done),
  setAdmins: (request: Of<ProvidersRequest, "setAdmins">) => call("providers", { act: "setAdmins", ...request }, done),
  decide: (request: Of<ProvidersRequest, "decide">) => call("providers", { act: "decide", ...request }, done),
};
