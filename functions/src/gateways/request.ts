import type { GatewaysRequest } from "@lastmeter/model/gateway";

export type RequestOf<Act extends GatewaysRequest["act"]> = Extract<GatewaysRequest, { act: Act }>;
