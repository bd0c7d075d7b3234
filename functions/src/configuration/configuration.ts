import { type ConfigurationRequest, configurationRequestSchema, type Desired } from "@lastmeter/model/configuration";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import { type Author, applyChanges, applyResets } from "./changes.ts";
import type { Subject } from "./configuration.store.ts";
import { type ConfigurationContext, configure, orderEach, requireGround } from "./configure.ts";
import { orderFirmware } from "./firmware.ts";
import { handleMap, type MappingStore } from "./mapping.ts";
import type { RecordsStore } from "./records.store.ts";

export interface CallContext extends ConfigurationContext {
  readonly records: RecordsStore;
  readonly mapping: MappingStore;
}

/** What owners and administrators do to the configuration of their networks. @throws AppError */
export async function handleConfiguration(
  context: CallContext,
  { uid, verifiedEmail }: Caller,
  data: unknown,
): Promise<object> {
  const request = parseRequest(configurationRequestSchema, data);
  const author: Author = { who: uid, whoLabel: verifiedEmail ?? "", source: "app" };
  const subject: Subject = { networkId: request.networkId, nodeId: "nodeId" in request ? request.nodeId : null };
  return (await act(context, subject, author, request)) ?? {};
}

async function act(
  context: CallContext,
  subject: Subject,
  author: Author,
  request: ConfigurationRequest,
): Promise<object | undefined> {
  switch (request.act) {
    case "describe": {
      const { link } = await requireGround(context, subject, author.who);
      return context.store.readDescribed(subject, link.kind);
    }
    case "set":
      await setConfiguration(context, subject, author, request.changes);
      return undefined;
    case "reset":
      await configure(context, subject, author, {
        name: "reset",
        keys: request.settings.map(({ key }) => key),
        apply: (settings, described, now) => applyResets(settings, request.settings, described, author, now),
      });
      return undefined;
    case "read": {
      const { nodeId } = subject;
      if (nodeId === null) throw new AppError("bad_request", "a network is not read");
      await orderEach(
        context,
        subject,
        author,
        request.keys.map((setting) => ({ kind: "readSetting", nodeId, setting })),
      );
      return undefined;
    }
    case "firmware":
      await orderFirmware(context, request, author);
      return undefined;
    case "records": {
      await requireGround(context, subject, author.who);
      return context.records.read(request);
    }
    case "map":
      await handleMap(context, request, author);
      return undefined;
  }
}

/** Of people and of clients (`source` says which): the same checks, the same way. @throws AppError */
export async function setConfiguration(
  context: ConfigurationContext,
  subject: Subject,
  author: Author,
  changes: Extract<ConfigurationRequest, { act: "set" }>["changes"],
): Promise<Desired["settings"]> {
  return await configure(context, subject, author, {
    name: "set",
    keys: changes.map(({ key }) => key),
    apply: (settings, described, now) => applyChanges(settings, changes, described, author, now),
  });
}
