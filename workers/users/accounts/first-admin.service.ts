import { rolesChanged } from "#events/users";
import { Email } from "#kernel/address/email";
import { aboutUser } from "#users/account-events.rules";
import type { Candidate, FirstAdminStore } from "#users/accounts/first-admin.store";

const refusalOf = (email: string, candidate: Candidate | undefined): string | undefined => {
  if (!candidate) return `${email} has no account: register it first.`;
  if (candidate.shopHasAdmin) {
    return "There is an admin already, who can appoint others: PATCH /v1/admin/staff/{id}.";
  }
  if (candidate.disabledAt !== null) return `The account of ${email} is suspended.`;
  // A stranger can register an account with another person's address; only the owner of the mailbox can
  // verify it.
  if (candidate.emailVerifiedAt === null) {
    return `${email} is not verified: use the link in its mail first.`;
  }
  return undefined;
};

export const firstAdminService = ({ store }: { store: FirstAdminStore }) => ({
  /**
   * Makes the account with this e-mail address the first admin of the shop: ends the account's sessions,
   * and adds an audit entry and the event that mails its owner. Returns the account's id.
   * @throws an error with the reason in one sentence
   */
  async make(address: string, nowMs: number): Promise<string> {
    const email = Email.parse(address);
    const candidate = await store.candidate(email);
    const refusal = refusalOf(email, candidate);
    if (!candidate || refusal) throw new Error(refusal);
    const { id: userId } = candidate;
    const events = [aboutUser(rolesChanged, { userId }, nowMs)];
    const promoted = await store.promote({ userId, events, nowMs });
    if (!promoted.ok) {
      throw new Error("The accounts changed at the same time. Try again.");
    }
    return userId;
  },
});
