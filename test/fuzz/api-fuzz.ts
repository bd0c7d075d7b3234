import type { Contract } from "../support/contract.ts";
import { createRandom, createRequests, type FuzzedRequest, type Known } from "./api-requests.ts";

export interface FuzzTarget {
  readonly document: unknown;
  readonly contract: Contract;
  readonly token: string;
  readonly known: Known;
  fetch(path: string, init: RequestInit): Promise<Response>;
}

export interface FuzzReport {
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly faults: readonly { readonly request: FuzzedRequest; readonly faults: readonly string[] }[];
}

/** Sends so many requests; a fault is a 5xx or an answer that the document does not say. */
export async function fuzzApi(target: FuzzTarget, runs: number, seed: number): Promise<FuzzReport> {
  const { document, contract, token, known, fetch } = target;
  const random = createRandom(seed);
  const next = createRequests(document, known, random);
  const statuses = new Map<number, number>();
  const faults: { request: FuzzedRequest; faults: string[] }[] = [];
  for (let run = 0; run < runs; run++) {
    const request = next();
    const { method, path, headers, body } = request;
    const authorization = random() < 0.95 ? { authorization: `Bearer ${token}` } : {};
    const all = path.startsWith("/oauth") ? headers : { ...headers, ...authorization };
    const response = await fetch(path, { method, headers: all, ...(body === null ? {} : { body }) });
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    const found = await contract.check(method, decodePath(path), response);
    if (response.status >= 500) found.push(`${response.status}`);
    if (found.length > 0) faults.push({ request, faults: found });
  }
  return { statuses, faults };
}

const decodePath = (path: string) => path.split("?")[0] ?? "";
