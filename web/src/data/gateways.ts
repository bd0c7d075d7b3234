import {
  enrolmentReplySchema,
  type GatewayStatus,
  type GatewaysRequest,
  gatewayStatusSchema,
  type NetworkDraft,
} from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { useMemo } from "react";
import { z } from "zod/mini";
import { call } from "./call.ts";
import { store } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";
import { useLoaded } from "./store.ts";

const act = <T>(request: GatewaysRequest, schema: Parameters<typeof call<T>>[2]) => call("gateways", request, schema);
const done = z.unknown();

/** What administrators do with networks and their gateways. @throws CallError */
export const gateways = {
  register: (network: NetworkDraft) => act({ act: "register", network }, enrolmentReplySchema),
  edit: (networkId: NetworkId, network: Partial<NetworkDraft>) => act({ act: "edit", networkId, network }, done),
  rotate: (networkId: NetworkId) => act({ act: "rotate", networkId }, done),
  revoke: (networkId: NetworkId) => act({ act: "revoke", networkId }, done),
  replace: (networkId: NetworkId) => act({ act: "replace", networkId }, enrolmentReplySchema),
};

const toStatusQuery = (networkId: NetworkId): Query<GatewayStatus> => ({
  path: paths.gatewayStatus(networkId),
  where: null,
  parse: parseBy(gatewayStatusSchema),
});

/** How the gateway is; `status` null: nothing is told of it. */
export function useGatewayStatus(networkId: NetworkId): {
  readonly status: GatewayStatus | null;
  readonly loading: boolean;
} {
  const loaded = useLoaded(
    store,
    useMemo(() => toStatusQuery(networkId), [networkId]),
  );
  const [status = null] = loaded.value?.values() ?? [];
  return { status, loading: loaded.value === null && loaded.error === null };
}
