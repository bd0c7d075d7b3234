import { bucketKinds, type KindName } from "./documents.ts";
import { isWrite, type OperationName, operationNames } from "./operations.ts";
import { people, type RoleName } from "./roles.ts";

interface Allowed {
  readonly roles: readonly RoleName[];
  readonly kinds: readonly KindName[];
  readonly operations: readonly OperationName[];
}

const ownQueries: readonly OperationName[] = ["list where mine", "list where mine, orderBy, limit", "count where mine"];
/** Of one collection whose path alone decides. */
const reads = operationNames.filter((name) => !isWrite(name) && !name.includes("collectionGroup"));

/** All that is allowed. What is not here is denied: the matrix tries it. */
export const allowed: readonly Allowed[] = [
  { roles: ["owner"], kinds: ["network", "node", "live"], operations: ["get"] },
  // A query for what is one's own proves itself; a stranger's comes back empty.
  { roles: people, kinds: ["network", "node", "live"], operations: ownQueries },
  {
    roles: ["owner"],
    kinds: ["config", "deadLetter", "accessLog", "events", "repair", ...bucketKinds],
    operations: reads,
  },
  { roles: ["owner"], kinds: ["ownWatch"], operations: ["create", "update", "delete"] },
  { roles: ["gateway"], kinds: ["ownWatch", "watchOfAnother", "doorbell"], operations: reads },
  { roles: people, kinds: ["ownProfile"], operations: ["get", "create", "update"] },
];

export function isAllowed(role: RoleName, kind: KindName, operation: OperationName): boolean {
  return allowed.some(
    (row) => row.roles.includes(role) && row.kinds.includes(kind) && row.operations.includes(operation),
  );
}
