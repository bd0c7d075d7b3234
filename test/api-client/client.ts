import createClient from "openapi-fetch";
import type { paths } from "./schema.ts";

/** A program of somebody else: its types are made of the published document, nothing of ours is known to it. */
export const createApiClient = (baseUrl: string, fetch: (request: Request) => Promise<Response>) =>
  createClient<paths, "application/json" | "application/problem+json">({ baseUrl, fetch });
