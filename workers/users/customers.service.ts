import { z } from "zod";
import type { CustomerView } from "#contract/users";
import { ROLES, type Role, type User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { Id } from "#kernel/ids";
import { decodeCursor, type Page, pageOf } from "#kernel/page";
import { view as ownView } from "./account";
import type { Account } from "./accounts.store";
import type { AnswersService, Keep } from "./answers.service";
import type { CustomersStore } from "./customers.store";

interface Tools {
  store: CustomersStore;
  answers: AnswersService;
  clock: Clock;
}

interface Asked {
  limit: number;
  cursor?: string | undefined;
  email?: string | undefined;
}

const Cursor = z.tuple([Id("user")]);

const view = (account: Account): CustomerView => ({
  ...ownView(account),
  disabledAt: account.disabledAt === null ? null : new Date(account.disabledAt).toISOString(),
});

const sameRoles = (a: readonly Role[], b: readonly Role[]) =>
  ROLES.every((role) => a.includes(role) === b.includes(role));

/** Customers and staff, in the hands of admins. Nobody changes themself: that needs another admin. */
export const customersService = ({ store, answers, clock }: Tools) => {
  const accountOf = async (userId: string) => {
    const account = await store.byId(userId);
    if (!account) throw new AppError("not_found");
    return account;
  };

  const page = async (staff: boolean, { limit, cursor, email }: Asked) => {
    const afterId = decodeCursor(cursor, Cursor)?.[0];
    const rows = await store.page({ limit, afterId, email, staff });
    return pageOf(rows, limit, ({ id }) => [id], view);
  };

  /** A change of somebody else, from what it was to what it is to be; none where it is that already. */
  const change = async (
    { actor, userId, keep }: { actor: User; userId: string; keep: Keep },
    wanted: (account: Account, nowMs: number) => Account | undefined,
    write: (next: Account, kept: Awaited<ReturnType<Keep>>) => Promise<boolean>,
  ) => {
    const account = await accountOf(userId);
    if (actor.userId === userId) throw new AppError("conflict", "Ask another admin.");
    const nowMs = clock.now();
    const next = wanted(account, nowMs);
    const after = next && { ...next, version: account.version + 1, updatedAt: nowMs };
    const answer = { status: 200, body: JSON.stringify(view(after ?? account)) };
    const kept = await keep(answer, userId);
    if (!after) await store.keep(kept);
    else if (!(await write(after, kept))) {
      const now = await accountOf(userId);
      throw new AppError(now.version === account.version ? "last_admin" : "conflict");
    }
    return answer;
  };

  const changeOf = ({ id: userId, version, updatedAt: nowMs }: Account) => ({
    ...{ userId, version: version - 1, nowMs },
  });

  return {
    list: (asked: Asked): Promise<Page<CustomerView>> => page(false, asked),
    staff: (asked: Asked): Promise<Page<CustomerView>> => page(true, asked),
    find: async (userId: string) => view(await accountOf(userId)),

    /** @throws 404, 409 `conflict` for oneself, 409 `last_admin` */
    disable: (actor: User, userId: string, request: KeyedRequest | undefined) =>
      answers.once(request, (keep) =>
        change(
          { actor, userId, keep },
          (account, nowMs) => (account.disabledAt ? undefined : { ...account, disabledAt: nowMs }),
          (next, kept) => store.disable(changeOf(next), kept),
        ),
      ),

    enable: (actor: User, userId: string, request: KeyedRequest | undefined) =>
      answers.once(request, (keep) =>
        change(
          { actor, userId, keep },
          (account) => (account.disabledAt ? { ...account, disabledAt: null } : undefined),
          (next, kept) => store.enable(changeOf(next), kept),
        ),
      ),

    /** @throws 404, 409 `conflict` for oneself, 409 `last_admin` */
    assign: (actor: User, userId: string, roles: Role[], request: KeyedRequest | undefined) =>
      answers.once(request, (keep) =>
        change(
          { actor, userId, keep },
          (account) => (sameRoles(account.roles, roles) ? undefined : { ...account, roles }),
          (next, kept) => store.assign({ ...changeOf(next), roles }, kept),
        ),
      ),
  };
};
export type CustomersService = ReturnType<typeof customersService>;
