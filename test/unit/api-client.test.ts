import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { toSchemaSource } from "../api-client/schema-source.ts";

describe("the generated client of the API", () => {
  it("is of the document as it is: else run `npx node test/api-client/make-schema.ts`", async () => {
    const kept = await readFile(new URL("../api-client/schema.ts", import.meta.url), "utf8");
    expect(await toSchemaSource()).toBe(kept);
  });
});
