import type { EnrolmentReply } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { toEnrolmentText } from "@lastmeter/model/link/enrolment";
import { type LinkKey, toKeyText } from "@lastmeter/model/link/key";
import type { Network } from "@lastmeter/model/network";

/** What a bridge needs, in every form that a person can take it there. */
export function toEnrolment(networkId: NetworkId, linkKey: LinkKey, dispatcher: Network["dispatcher"]): EnrolmentReply {
  const key = toKeyText(linkKey);
  return {
    networkId,
    key,
    enrolment: toEnrolmentText({ network: networkId, key: linkKey, dispatcher: dispatcher.url }),
    config: { network: networkId, key, dispatcher: dispatcher.url },
    dispatcher,
  };
}

export function toDispatcher(text: string): Network["dispatcher"] {
  const url = new URL(text);
  const standardPort = url.protocol === "http:" ? 80 : 443;
  return { url: text, host: url.hostname, port: url.port === "" ? standardPort : Number(url.port) };
}
