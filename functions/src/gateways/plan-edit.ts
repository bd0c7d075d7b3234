import type { NetworkDraft } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import type { FieldError } from "@lastmeter/model/problem";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import type { RequestOf } from "./request.ts";

export interface EditFacts {
  readonly networkId: NetworkId;
  readonly network: Pick<Network, keyof NetworkDraft>;
  readonly directory: Directory;
  readonly changes: RequestOf<"edit">["network"];
}

/** What every grant says of its network, since who is lent a node may not read the network. */
export interface GrantCopy {
  readonly networkName: string;
  readonly timeZone: string;
}

export type EditPlan =
  | { readonly kind: "refused"; readonly errors: readonly FieldError[] }
  | {
      readonly kind: "planned";
      readonly writes: readonly Write[];
      /** The same object where the gateway's path need not know. */
      readonly directory: Directory;
      /** Names of the fields that are others now. */
      readonly changed: readonly string[];
      /** To be found in all grants; null: nothing in them was asked to change. */
      readonly grantCopy: GrantCopy | null;
    };

/** What an administrator says of a network anew. */
export function planEdit({ networkId, network, directory, changes }: EditFacts): EditPlan {
  const changed = Object.entries(changes).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(network[field as keyof NetworkDraft] ?? ""),
  );
  const fields = changed.map(([field]) => field);
  const errors: FieldError[] = [];
  if (fields.includes("kind")) errors.push({ path: "network.kind", expected: "the kind it was registered with" });
  if (fields.includes("timeZone") && Object.keys(directory.nodes).length > 0) {
    errors.push({
      path: "network.timeZone",
      expected: "the zone of its history: hours, days and months are cut by it",
    });
  }
  if (errors.length > 0) return { kind: "refused", errors };
  const data = Object.fromEntries(changed);
  const { name = network.name, timeZone = network.timeZone, location = network.location } = changes;
  const isTold = changes.name !== undefined || fields.includes("timeZone");
  return {
    kind: "planned",
    writes: fields.length === 0 ? [] : [{ kind: "replaceFields", path: paths.network(networkId), data, fields }],
    directory:
      fields.includes("timeZone") || fields.includes("location") ? { ...directory, timeZone, location } : directory,
    changed: fields,
    grantCopy: isTold ? { networkName: name, timeZone } : null,
  };
}
