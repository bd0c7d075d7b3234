import type { AppsRequest } from "@lastmeter/model/apps-request";
import type { Client } from "@lastmeter/model/client";
import type { Bytes } from "@lastmeter/model/link/bytes";
import type { ErasureGround } from "../../erasure/erasure.store.ts";
import { AppError } from "../../platform/app-error.ts";
import type { ClientsStore } from "./clients.store.ts";

export interface AppsContext extends ErasureGround {
  readonly store: ClientsStore;
  readonly pepper: Bytes;
}

export type RequestOf<Act extends AppsRequest["act"]> = Extract<AppsRequest, { act: Act }>;

/** @throws AppError not_found: not there, or not theirs. */
export function requireManaged(client: Client | null, uid: string): Client {
  if (!client?.managers.includes(uid)) throw new AppError("not_found", "no client of this manager");
  return client;
}
