import type { Auth } from "firebase-admin/auth";

/** What the platform knows of people that no document says. */
export interface PeopleStore {
  /** By the account's own claim `operator`, not by the caller's token, which may be an hour old. */
  isOperator(uid: string): Promise<boolean>;
  /** The uids of those that have such an account and have proved it, by e-mail. */
  findVerified(emails: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export function createPeopleStore(auth: Auth): PeopleStore {
  return {
    async isOperator(uid) {
      const { users } = await auth.getUsers([{ uid }]);
      const user = users[0];
      return user?.disabled === false && user.customClaims?.operator === true;
    },
    async findVerified(emails) {
      const { users } = await auth.getUsers(emails.map((email) => ({ email })));
      const verified = users.filter(({ disabled, emailVerified }) => !disabled && emailVerified);
      return new Map(verified.flatMap(({ uid, email }) => (email ? [[email.toLowerCase(), uid] as const] : [])));
    },
  };
}
