import { randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { OPEN_REQUESTS_MAX, type Provider, withDecision } from "@lastmeter/model/provider";
import type { ProviderList } from "@lastmeter/model/providers";
import { type ProvidersRequest, providersRequestSchema } from "@lastmeter/model/providers-request";
import { AppError } from "../../platform/app-error.ts";
import type { Caller } from "../../platform/call.ts";
import { parseRequest } from "../../platform/parse-request.ts";
import type { Write } from "../../platform/writes.ts";
import type { ClientsStore, ClientsTransaction } from "./clients.store.ts";
import type { PeopleStore } from "./people.store.ts";

export interface ProvidersContext {
  readonly store: ClientsStore;
  readonly people: PeopleStore;
  readonly now: number;
}

type RequestOf<Act extends ProvidersRequest["act"]> = Extract<ProvidersRequest, { act: Act }>;

/** The acts of `model/providers`. @throws AppError */
export async function handleProviders(context: ProvidersContext, caller: Caller, data: unknown): Promise<unknown> {
  const request = parseRequest(providersRequestSchema, data);
  switch (request.act) {
    case "request":
      return requestProvider(context, caller, request);
    case "list":
      return list(context, caller);
    case "edit":
      return edit(context, caller, request);
    case "setAdmins":
      return setAdmins(context, caller, request);
    case "decide":
      return decide(context, caller, request);
  }
}

async function requestProvider({ store, now }: ProvidersContext, caller: Caller, request: RequestOf<"request">) {
  const { uid, verifiedEmail } = caller;
  if (verifiedEmail === null) throw new AppError("forbidden", "e-mail not verified");
  const providerId = randomId();
  const provider: Provider = {
    v: 1,
    name: request.name,
    ...request.profile,
    admins: [uid],
    adminLabels: { [uid]: verifiedEmail },
    state: "requested",
    requestedAt: now,
    decisions: [],
  };
  await store.transact(async (transaction) => {
    if ((await transaction.countRequests(uid)) >= OPEN_REQUESTS_MAX) throw new AppError("too_many", "open requests");
    transaction.write([{ kind: "create", path: paths.provider(providerId), data: provider }]);
  });
  return { providerId };
}

async function list({ store, people }: ProvidersContext, { uid }: Caller): Promise<ProviderList> {
  const isOperator = await people.isOperator(uid);
  return { isOperator, providers: await store.listProviders(isOperator ? null : uid) };
}

/** @throws AppError not_found: not there, or not theirs. */
async function requireOwn(transaction: ClientsTransaction, providerId: string, uid: string): Promise<Provider> {
  const provider = await transaction.readProvider(providerId);
  if (!provider?.admins.includes(uid)) throw new AppError("not_found", "no provider of this administrator");
  return provider;
}

const toWrite = (path: string, data: object): Write => ({
  kind: "replaceFields",
  path,
  data,
  fields: Object.keys(data),
});

async function edit({ store }: ProvidersContext, { uid }: Caller, { providerId, profile }: RequestOf<"edit">) {
  await store.transact(async (transaction) => {
    await requireOwn(transaction, providerId, uid);
    transaction.write([toWrite(paths.provider(providerId), profile)]);
  });
  return null;
}

/** Its clients' managers follow in the same commit. */
async function setAdmins({ store, people }: ProvidersContext, caller: Caller, request: RequestOf<"setAdmins">) {
  const { providerId } = request;
  const found = await people.findVerified([...new Set(request.emails)]);
  const missing = request.emails.filter((email) => !found.has(email));
  const refuse = (expected: string) => {
    throw new AppError("bad_request", "emails", null, [{ path: "emails", expected }]);
  };
  if (missing.length > 0) refuse("accounts with a verified e-mail");
  const admins = [...found.values()];
  if (!admins.includes(caller.uid)) refuse("the caller among them");
  await store.transact(async (transaction) => {
    await requireOwn(transaction, providerId, caller.uid);
    const clients = await transaction.readClientsOf(providerId);
    const adminLabels = Object.fromEntries([...found].map(([email, uid]) => [uid, email]));
    transaction.write([
      toWrite(paths.provider(providerId), { admins, adminLabels }),
      ...clients.map(({ clientId }) => toWrite(paths.client(clientId), { managers: admins })),
    ]);
  });
  return null;
}

/** A suspended provider's tokens stay void when it is approved again. */
async function decide({ store, people, now }: ProvidersContext, { uid }: Caller, request: RequestOf<"decide">) {
  if (!(await people.isOperator(uid))) throw new AppError("not_found", "not the operator");
  const { providerId, state, reason } = request;
  await store.transact(async (transaction) => {
    const provider = await transaction.readProvider(providerId);
    if (provider === null) throw new AppError("not_found", "no such provider");
    const namesakes = state === "approved" ? await transaction.findNamed(provider.name) : [];
    if (namesakes.some((id) => id !== providerId)) throw new AppError("conflict", "the name is taken");
    const clients = await transaction.readClientsOf(providerId);
    const approved = state === "approved";
    transaction.write([
      toWrite(paths.provider(providerId), withDecision(provider, { at: now, state, by: uid, reason })),
      ...clients.map(({ clientId, epoch }) =>
        toWrite(paths.client(clientId), { approved, epoch: approved ? epoch : epoch + 1 }),
      ),
    ]);
  });
  return null;
}
