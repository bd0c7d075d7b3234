import type { ConsentedList } from "@lastmeter/model/apps";

type LentNode = ConsentedList["nodes"][number];

/** Those that hold each word in some of what is shown of them. */
export function toFound(nodes: readonly LentNode[], words: string): readonly LentNode[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return nodes.filter(({ nodeId, name, networkName, ownerLabel, purpose }) => {
    const shown = [nodeId, name, networkName, ownerLabel, purpose].join("\n").toLowerCase();
    return wanted.every((word) => shown.includes(word));
  });
}
