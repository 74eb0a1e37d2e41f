import type { Contact, ProfilePatch, UserView } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { view } from "#users/account-view.rules";
import { jsonAnswer } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { AccountsStore } from "./accounts.store";

interface Dependencies {
  store: AccountsStore;
  answers: AnswersService;
  clock: Clock;
}

/** Reads and changes accounts for their owners, and reads them for other Workers. */
export const accountsService = ({ store, answers, clock }: Dependencies) => {
  const accountOf = async (userId: string) => {
    const account = await store.byId(userId);
    if (!account) throw new AppError("unauthenticated");
    return account;
  };

  return {
    profile: async (userId: string): Promise<UserView> => view(await accountOf(userId)),

    /** @throws 409 `conflict` when other requests change the account at the same time */
    changeProfile: (userId: string, { name }: ProfilePatch, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const before = await accountOf(userId);
        const changed = name !== undefined && name !== before.name;
        const account = changed
          ? { ...before, name, version: before.version + 1, updatedAt: clock.now() }
          : before;
        const answer = jsonAnswer(view(account));
        const stored = await toStored(answer);
        if (!changed) await answers.storeAlone(stored);
        else
          requireCommitted(await store.replace(account, stored), { account_changed: "conflict" });
        return answer;
      }),

    /** Returns the name, e-mail address and phone for messages to an account, or null if the account is unknown. */
    async contact(userId: string): Promise<Contact | null> {
      const account = await store.contact(userId);
      if (!account) return null;
      const { email, name, emailVerifiedAt, smsPhone } = account;
      return { userId, email, name: emailVerifiedAt === null ? null : name, smsPhone };
    },
  };
};
export type AccountsService = ReturnType<typeof accountsService>;
