import type { Grant } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { serverNow } from "../../lib/clock.ts";
import { toAgeText } from "../../lib/format.ts";
import { toTermsWords } from "../../lib/terms.ts";
import type { Text } from "../../lib/text.ts";

type Nodes = readonly (readonly [NodeId, Node])[];

/** What a grant is of: a node's name, or the whole home. */
export function toWhat(nodeId: NodeId | null, nodes: Nodes, text: Text): string {
  if (nodeId === null) return text("sharing.wholeHome");
  return nodes.find(([id]) => id === nodeId)?.[1].name ?? nodeId.slice(0, 6);
}

/** The same of several. */
export function toWhats(nodeIds: readonly NodeId[] | null, nodes: Nodes, text: Text, locale: string): string {
  if (nodeIds === null) return text("sharing.wholeHome");
  return new Intl.ListFormat(locale).format(nodeIds.map((id) => toWhat(id, nodes, text)));
}

export function toGrantWords(grant: Grant, nodes: Nodes, text: Text, locale: string): string {
  const node = nodes.find(([id]) => id === grant.nodeId)?.[1];
  return toTermsWords(grant, Object.values(node?.channels ?? {}), serverNow(), {
    text,
    locale,
    timeZone: grant.timeZone,
  });
}

/** When it was last opened in the app; a program has no app. */
export function toOpenedWords({ principal, lastOpenedAt }: Grant, text: Text, locale: string): string {
  if (principal === "client") return "";
  if (lastOpenedAt === null) return text("sharing.neverOpened");
  return text("sharing.opened", { age: toAgeText(serverNow() - lastOpenedAt, locale) });
}
