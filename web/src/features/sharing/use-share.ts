import type { Grant, GrantTerms } from "@lastmeter/model/grant";
import { useState } from "react";
import { toCallText } from "../../data/call-error.ts";
import { reloadSharing, sharing } from "../../data/sharing.ts";
import { serverNow } from "../../lib/clock.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { type Draft, toPrincipal, toTerms } from "./draft.ts";
import type { ReceiptFacts } from "./receipt.tsx";
import type { Managed } from "./use-managed.ts";

interface Share {
  readonly busy: boolean;
  readonly fault: string | null;
  /** Which field is wrong. */
  readonly wrong: "who" | "terms" | null;
  submit(draft: Draft): Promise<void>;
}

/** Sends what stands on the screen: an invitation, a consent, or new terms. */
export function useShare(managed: Managed, changes: Grant | null, onDone: (facts: ReceiptFacts) => void): Share {
  const text = useText();
  const [state, setState] = useState<Pick<Share, "busy" | "fault" | "wrong">>({
    busy: false,
    fault: null,
    wrong: null,
  });
  const { networkId, timeZone } = managed.home;
  const submit = async (draft: Draft) => {
    const refuse = (id: MessageId, wrong: Share["wrong"]) => setState({ busy: false, fault: text(id), wrong });
    const principal = toPrincipal(draft.who);
    if (changes === null && principal === null) return refuse("share.fault.who", "who");
    if (principal && "email" in principal && principal.email === managed.email.toLowerCase() && changes === null) {
      return refuse("share.fault.self", "who");
    }
    const terms = toTerms(draft, serverNow(), timeZone, changes);
    if (typeof terms === "string") return refuse(terms, "terms");
    setState({ busy: true, fault: null, wrong: null });
    try {
      onDone(await send(draft, terms, principal));
      await reloadSharing(networkId);
    } catch (error) {
      const { words, code } = toCallText(error, text);
      const more = code === null ? "" : ` ${text("callFault.code", { code })}`;
      setState({ busy: false, fault: words + more, wrong: null });
    }
  };
  const send = async (
    { nodeIds: chosen, who }: Draft,
    terms: GrantTerms,
    principal: ReturnType<typeof toPrincipal>,
  ): Promise<ReceiptFacts> => {
    const nodeIds = chosen && [...chosen];
    if (changes !== null) {
      await sharing.change({ networkId, nodeIds, principalId: changes.principalId, terms });
      return { kind: "changed", who: changes.label, nodeIds, terms };
    }
    if (principal && "clientId" in principal) {
      await sharing.grantClient({ networkId, nodeIds, clientId: principal.clientId, terms });
      return { kind: "allowed", who: principal.clientId, nodeIds, terms };
    }
    const email = principal?.email ?? who;
    const { token, expiresAt } = await sharing.invite({ networkId, nodeIds, email, terms });
    const link = `${location.origin}/invitation/${networkId}/${token}`;
    return { kind: "invited", who: email, nodeIds, terms, link, expiresAt };
  };
  return { ...state, submit };
}
