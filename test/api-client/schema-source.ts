import { createApi } from "@lastmeter/functions/src/utility-api/app.ts";
import openapiTS, { astToString } from "openapi-typescript";

/** What `openapi-typescript` makes of the document that the code serves. */
export async function toSchemaSource(): Promise<string> {
  const app = createApi(() => {
    throw new Error("the document needs no context");
  });
  const document = await (await app.request("/v1/openapi.json")).text();
  return `// Made by api-client/make-schema.ts: do not edit.\n${astToString(await openapiTS(document))}`;
}
