import type { Auth } from "firebase-admin/auth";

/** What erasing needs of the sign-in service. */
export interface People {
  /** Lower case; null: none, or no such user any more. */
  readEmail(uid: string): Promise<string | null>;
  /** Whether there is such a user or not. */
  remove(uid: string): Promise<void>;
}

export function createPeople(auth: Auth): People {
  return {
    async readEmail(uid) {
      const user = await auth.getUser(uid).catch(ignoreUnknown);
      return user?.email?.toLowerCase() ?? null;
    },
    async remove(uid) {
      await auth.deleteUser(uid).catch(ignoreUnknown);
    },
  };
}

function ignoreUnknown(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "auth/user-not-found") return undefined;
  throw error;
}
