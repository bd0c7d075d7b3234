/**
 * Writes as plain data: planners return them, one store applies them in one commit. `Date` becomes a Firestore timestamp,
 * `Uint8Array` becomes bytes.
 */
export type Write =
  /** Fails if the document exists. */
  | { readonly kind: "create"; readonly path: string; readonly data: object }
  /** Creates or deep-merges maps; other documents' fields stay. */
  | { readonly kind: "merge"; readonly path: string; readonly data: object }
  /** Creates or replaces exactly the named top-level fields. */
  | { readonly kind: "replaceFields"; readonly path: string; readonly data: object; readonly fields: readonly string[] }
  /** Puts texts into a list or takes them out, whatever else it holds and whoever else writes it; creates what is missing. */
  | {
      readonly kind: "addToList" | "removeFromList";
      readonly path: string;
      readonly field: string;
      readonly values: readonly string[];
    }
  | { readonly kind: "delete"; readonly path: string };
