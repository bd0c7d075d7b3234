import type { Plugin } from "vite";

/**
 * Leaves out what evaluates Firestore's pipelines without a network (a fifth of the library, and the regular expressions of `re2js`):
 * the app has no pipelines, but each listener could be one. @throws during the build where the library has changed.
 */
export function withoutPipelines(): Plugin {
  return {
    name: "without-pipelines",
    apply: "build",
    transform: {
      filter: { id: /@firebase\/firestore\/dist\/common-\w+\.esm\.js/ },
      handler(code) {
        const start = code.indexOf("function __PRIVATE_toEvaluable(e) {");
        const end = code.indexOf("\n}\n", start);
        if (start < 0 || end < 0) this.error("Firestore evaluates pipelines in another way now");
        return `${code.slice(0, start)}function __PRIVATE_toEvaluable() {
    throw new Error("pipelines are not part of this build");${code.slice(end)}`;
      },
    },
  };
}
