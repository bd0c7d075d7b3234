import type { SharingAct, SharingRequest } from "@lastmeter/model/sharing-request";

export type RequestOf<Act extends SharingAct> = Extract<SharingRequest, { act: Act }>;
