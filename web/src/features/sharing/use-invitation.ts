import { networkIdSchema } from "@lastmeter/model/ids";
import { type InvitationOffer, invitationTokenSchema } from "@lastmeter/model/sharing";
import { useCallback, useEffect, useState } from "react";
import { CallError } from "../../data/call-error.ts";
import { sharing } from "../../data/sharing.ts";
import { readVerified } from "../../data/verification.ts";

export type InvitationState =
  | { readonly phase: "loading" | "verify" | "gone" | "declined" }
  | { readonly phase: "offer"; readonly offer: InvitationOffer }
  | { readonly phase: "fault"; readonly fault: unknown };

interface Invitation {
  readonly state: InvitationState;
  load(): Promise<void>;
  /** @throws CallError */
  accept(): Promise<void>;
  decline(): Promise<void>;
}

/** What an invitation's link offers. The address must be confirmed first: only then is the server sure whom it shows the offer to. */
export function useInvitation(network: string, secret: string): Invitation {
  const [state, setState] = useState<InvitationState>({ phase: "loading" });
  const networkId = networkIdSchema.safeParse(network).data;
  const token = invitationTokenSchema.safeParse(secret).data;
  const load = useCallback(async () => {
    if (networkId === undefined || token === undefined) return setState({ phase: "gone" });
    try {
      if (!(await readVerified())) return setState({ phase: "verify" });
      setState({ phase: "offer", offer: await sharing.preview({ networkId, token }) });
    } catch (fault) {
      const gone = fault instanceof CallError && ["not_found", "forbidden"].includes(fault.kind);
      setState(gone ? { phase: "gone" } : { phase: "fault", fault });
    }
  }, [networkId, token]);
  useEffect(() => void load(), [load]);
  const answer = (act: "accept" | "decline") => async () => {
    if (networkId !== undefined && token !== undefined) await sharing[act]({ networkId, token });
    if (act === "decline") setState({ phase: "declined" });
  };
  return { state, load, accept: answer("accept"), decline: answer("decline") };
}
