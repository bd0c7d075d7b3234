import type { LiveData } from "@lastmeter/model/node";
import { useCallback } from "react";
import { peekLive } from "../../data/home-data.ts";
import { useUid } from "../../data/session.ts";

/** The newest values of a node; for painters. */
export function useNodeLive(id: string): () => LiveData | null {
  const uid = useUid();
  return useCallback(() => peekLive(uid).value?.get(id)?.d ?? null, [uid, id]);
}
