import { paths } from "@lastmeter/model/paths";
import { loadFirestore } from "./client.ts";
import type { Profile } from "./profile-schema.ts";

/** Keeps a choice with the person. What cannot be kept now is still true on this phone. */
export async function saveProfile(uid: string, change: Partial<Omit<Profile, "v">>): Promise<void> {
  const firestore = await loadFirestore();
  await firestore.write(paths.user(uid), { v: 1, ...change }, true).catch(() => undefined);
}
