import type { UserView } from "#contract/users";
import type { Account } from "./account.statements";

/** Returns an account as its owner sees it. */
export const view = (account: Account): UserView => ({
  id: account.id,
  email: account.email,
  name: account.name,
  emailVerified: account.emailVerifiedAt !== null,
  roles: account.roles,
  createdAt: new Date(account.createdAt).toISOString(),
  updatedAt: new Date(account.updatedAt).toISOString(),
});
