import { writeFile } from "node:fs/promises";
import { toSchemaSource } from "./schema-source.ts";

/** Writes `schema.ts`: the types of a client of the API, from its own document. */
await writeFile(new URL("schema.ts", import.meta.url), await toSchemaSource());
