import type { Client } from "@lastmeter/model/client";

/** A program of a company that is approved, as the server writes it; nobody knows its secret. */
export function toClient(name: string, more: Partial<Client> = {}): Client {
  return {
    v: 1,
    name,
    description: "",
    kind: "provider",
    providerId: "P".repeat(22),
    providerName: name,
    managers: [],
    scopes: ["nodes:read", "measurements:read", "events:read"],
    state: "active",
    approved: true,
    epoch: 1,
    secrets: [],
    createdAt: Date.UTC(2026, 0, 1),
    by: "providerAdmin",
    lastUsedAt: null,
    ...more,
  };
}
