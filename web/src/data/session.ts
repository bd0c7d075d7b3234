import { clear } from "idb-keyval";
import { createValue, useWatched } from "../lib/value.ts";
import { loadAuth, loadFirestore } from "./client.ts";
import { releaseWatch } from "./watch-keeper.ts";

/** Who uses the app. `confirmed` is false while it only stands in the phone's memory of the visit before. */
export type Session =
  | { readonly phase: "out" }
  | { readonly phase: "in"; readonly uid: string; readonly email: string; readonly confirmed: boolean };

const STORED = "lastmeter.user";

/** By hand: schemas come after the first paint. */
function readStored(): Session {
  try {
    const { uid, email } = JSON.parse(localStorage.getItem(STORED) ?? "{}");
    if (typeof uid === "string" && typeof email === "string") return { phase: "in", uid, email, confirmed: false };
  } catch {
    // A broken entry is no entry.
  }
  return { phase: "out" };
}

export const session = createValue<Session>(readStored());
export const useSession = (): Session => useWatched(session);

/** The user's id; pages below the sign-in only. */
export function useUid(): string {
  const current = useSession();
  if (current.phase !== "in") throw new Error("nobody is signed in");
  return current.uid;
}

/** Asks the sign-in service who this is. Called after the first paint; without a network the memory stands. */
export async function startSession(): Promise<void> {
  try {
    (await loadAuth()).watchUser((user) => {
      if (user === null) {
        const before = session.get();
        session.set({ phase: "out" });
        if (before.phase === "in") void forget();
        return;
      }
      localStorage.setItem(STORED, JSON.stringify({ uid: user.uid, email: user.email ?? "" }));
      session.set({ phase: "in", uid: user.uid, email: user.email ?? "", confirmed: true });
    });
  } catch {
    addEventListener("online", () => void startSession(), { once: true });
  }
}

async function forget(): Promise<void> {
  for (const key of [STORED, "lastmeter.network"]) localStorage.removeItem(key);
  await clear().catch(() => undefined);
}

/** Leaves nothing of the person on the phone; the page starts anew at `path`. */
export async function leave(path = "/"): Promise<void> {
  await releaseWatch().catch(() => undefined);
  if (localStorage.getItem("lastmeter.push") !== null) {
    await import("./push-part.ts").then(({ endPushes }) => endPushes()).catch(() => undefined);
  }
  const firestore = await loadFirestore().catch(() => null);
  await firestore?.close().catch(() => undefined);
  await (await loadAuth()).signOut();
  await forget();
  location.replace(path);
}
