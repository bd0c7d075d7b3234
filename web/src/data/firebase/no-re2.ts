/**
 * Stands in for `re2js` (30 KiB gz), which Firestore needs for the regular expressions of pipelines it evaluates without a
 * network. We have no pipelines.
 * @throws when used after all
 */
export const RE2JS = {
  compile(): never {
    throw new Error("pipelines with regular expressions are not part of this build");
  },
};
