import {
  type Contact,
  type Login,
  type ProfilePatch,
  type Register,
  type UserView,
  userRegistered,
} from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events";
import type { KeyedRequest } from "#kernel/idempotency";
import { newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import type { Account, AccountsStore } from "./accounts.store";
import type { AnswersService } from "./answers.service";
import type { Passwords } from "./password";
import type { SessionsService } from "./sessions.service";

interface Tools {
  store: AccountsStore;
  sessions: SessionsService;
  answers: AnswersService;
  passwords: Passwords;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** How a request came in, besides its body. */
export interface Visit {
  request: KeyedRequest | undefined;
  userAgent: string | undefined;
}

const view = (account: Account): UserView => ({
  id: account.id,
  email: account.email,
  name: account.name,
  emailVerified: account.emailVerifiedAt !== null,
  roles: account.roles,
  createdAt: new Date(account.createdAt).toISOString(),
  updatedAt: new Date(account.updatedAt).toISOString(),
});

const newAccount = ({ email, name }: Register, nowMs: number): Account => ({
  id: newId("user", nowMs),
  email,
  name,
  roles: ["customer"],
  emailVerifiedAt: null,
  version: 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

/** Accounts: who they are, and how they prove it. */
export const accountsService = (tools: Tools) => {
  const { store, sessions, answers, passwords, outbox, clock } = tools;

  const accountOf = async (userId: string) => {
    const account = await store.byId(userId);
    if (!account) throw new AppError("unauthenticated");
    return account;
  };

  return {
    /**
     * A free and a taken address cost the same: one slow hash and one batch, which the database refuses.
     * @throws 409 `email_taken`, 422 `password_too_common`
     */
    register: (input: Register, { request, userAgent }: Visit) =>
      answers.once(request, async (keep) => {
        passwords.refuseCommon(input.password, input.email);
        const nowMs = clock.now();
        const account = newAccount(input, nowMs);
        const passwordHash = await passwords.hash(input.password);
        const { session, tokens } = await sessions.prepare(account, userAgent);
        const registered = newEvent(userRegistered, {
          source: "users",
          subject: account.id,
          sequence: account.version,
          data: { userId: account.id },
          nowMs,
        });
        const answer = { status: 201, body: JSON.stringify({ user: view(account), ...tokens }) };
        const registration = { account, passwordHash, session, events: [registered] };
        if (!(await store.register(registration, await keep(answer, account.id)))) {
          throw new AppError("email_taken");
        }
        outbox.kick([registered]);
        return answer;
      }),

    /**
     * Two round trips: read the account, write the session. An unknown address costs a wrong password's time.
     * @throws 401 `invalid_credentials`
     */
    login: ({ email, password }: Login, { request, userAgent }: Visit) =>
      answers.once(request, async (keep) => {
        const found = await store.byEmail(email);
        const { right, stale } = await passwords.verify(password, found?.passwordHash);
        if (!found || !right) throw new AppError("invalid_credentials");
        const renewed = stale
          ? { from: found.passwordHash, to: await passwords.hash(password) }
          : undefined;
        const { session, tokens } = await sessions.prepare(found.account, userAgent);
        const user = view(found.account);
        const answer = { status: 200, body: JSON.stringify({ user, ...tokens }) };
        await sessions.open(session, renewed, await keep(answer, user.id));
        return answer;
      }),

    profile: async (userId: string): Promise<UserView> => view(await accountOf(userId)),

    /** @throws 409 `conflict` when the account has changed at the same time */
    changeProfile: (userId: string, { name }: ProfilePatch, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const before = await accountOf(userId);
        const changed = name !== undefined && name !== before.name;
        const account = changed
          ? { ...before, name, version: before.version + 1, updatedAt: clock.now() }
          : before;
        const answer = { status: 200, body: JSON.stringify(view(account)) };
        const kept = await keep(answer);
        if (!changed) await store.keep(kept);
        else if (!(await store.replace(account, kept))) throw new AppError("conflict");
        return answer;
      }),

    /** Whom to write to; null for an unknown user. */
    async contact(userId: string): Promise<Contact | null> {
      const account = await store.byId(userId);
      return account ? { userId, email: account.email, name: account.name } : null;
    },
  };
};
export type AccountsService = ReturnType<typeof accountsService>;
