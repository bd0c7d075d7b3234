import type { Directory } from "../protocol.ts";

/** The same object where nothing changed; `interestVersion` rises only with names and channels. */
export function toNextDirectory(before: Directory, directory: Directory): Directory {
  if (directory === before) return before;
  const version = before.version + 1;
  return isSameInterest(before, directory)
    ? { ...directory, version, interestVersion: before.interestVersion ?? before.version }
    : { ...directory, version, interestVersion: version };
}

function isSameInterest(before: Directory, after: Directory): boolean {
  const nodes = Object.values(after.nodes);
  if (after.mqtt !== before.mqtt || nodes.length !== Object.keys(before.nodes).length) return false;
  return nodes.every((node) => {
    const earlier = before.nodes[node.address];
    return (
      earlier !== undefined &&
      earlier.nativeName === node.nativeName &&
      earlier.removed === node.removed &&
      earlier.channels === node.channels
    );
  });
}
