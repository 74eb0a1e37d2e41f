import { z } from "zod";
import { type CustomerView, rolesChanged, userDisabled, userEnabled } from "#contract/users";
import { ROLES, type Role, type User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Envelope, EventDefinition } from "#kernel/events";
import type { KeyedRequest } from "#kernel/idempotency";
import { Id } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import { decodeCursor, type Page, pageOf } from "#kernel/page";
import type { Result } from "#kernel/result";
import { aboutUser } from "#users/account-events.rules";
import { jsonAnswer } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService, Keep } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { view as ownView } from "./account-view.rules";
import type { Account, AccountsStore } from "./accounts.store";
import type { Change, CustomersStore } from "./customers.store";

interface Tools {
  store: CustomersStore;
  accounts: Pick<AccountsStore, "byId">;
  answers: AnswersService;
  sessions: Pick<SessionsService, "demandRecent">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

interface Asked {
  limit: number;
  cursor?: string | undefined;
  email?: string | undefined;
}

/** The error of each guard. */
const PROBLEMS = {
  not_found: "not_found",
  account_changed: "conflict",
  last_admin: "last_admin",
} as const;

type Kept = Awaited<ReturnType<Keep>>;

const Cursor = z.tuple([Id("user")]);

const view = (account: Account): CustomerView => ({
  ...ownView(account),
  disabledAt: account.disabledAt === null ? null : new Date(account.disabledAt).toISOString(),
});

const sameRoles = (a: readonly Role[], b: readonly Role[]) =>
  ROLES.every((role) => a.includes(role) === b.includes(role));

const isStaff = (roles: readonly Role[]) => roles.some((role) => role !== "customer");

/** Customers and staff, in the hands of admins. Nobody changes themself: that needs another admin. */
export const customersService = (tools: Tools) => {
  const { store, accounts, answers, sessions, outbox, clock } = tools;

  const accountOf = async (userId: string) => {
    const account = await accounts.byId(userId);
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
    announces: EventDefinition<{ userId: string }>,
    wanted: (account: Account, nowMs: number) => Account | undefined,
    write: (change: Change, kept: Kept) => Promise<Result<unknown, keyof typeof PROBLEMS>>,
  ) => {
    await sessions.demandRecent(actor);
    const account = await accountOf(userId);
    if (actor.userId === userId) throw new AppError("conflict", "Ask another admin.");
    const { version } = account;
    const nowMs = clock.now();
    const next = wanted(account, nowMs);
    const after = next && { ...next, version: version + 1, updatedAt: nowMs };
    const answer = jsonAnswer(view(after ?? account));
    const kept = await keep(answer, userId);
    if (!after) {
      await answers.keepAlone(kept);
      return answer;
    }
    const events: Envelope[] = [aboutUser(announces, { userId }, nowMs)];
    requireCommitted(await write({ userId, version, nowMs, events }, kept), PROBLEMS);
    outbox.kick(events);
    return answer;
  };

  return {
    list: (asked: Asked): Promise<Page<CustomerView>> => page(false, asked),
    staff: (asked: Asked): Promise<Page<CustomerView>> => page(true, asked),
    find: async (userId: string) => view(await accountOf(userId)),

    /** @throws 401 `step_up_required`, 404, 409 `conflict` for oneself, 409 `last_admin` */
    disable: (actor: User, userId: string, request: KeyedRequest | undefined) =>
      answers.once(request, (keep) =>
        change(
          { actor, userId, keep },
          userDisabled,
          (account, nowMs) => (account.disabledAt ? undefined : { ...account, disabledAt: nowMs }),
          (wanted, kept) => store.disable(wanted, kept),
        ),
      ),

    enable: (actor: User, userId: string, request: KeyedRequest | undefined) =>
      answers.once(request, (keep) =>
        change(
          { actor, userId, keep },
          userEnabled,
          (account) => (account.disabledAt ? { ...account, disabledAt: null } : undefined),
          (wanted, kept) => store.enable(wanted, kept),
        ),
      ),

    /**
     * @throws 401 `step_up_required`, 404, 409 `conflict` for oneself, 409 `last_admin`, 409
     * `email_unverified` for a role beyond customer: the address may be someone else's
     */
    assign: (actor: User, userId: string, roles: Role[], request: KeyedRequest | undefined) =>
      answers.once(request, (keep) =>
        change(
          { actor, userId, keep },
          rolesChanged,
          (account) => {
            if (sameRoles(account.roles, roles)) return undefined;
            if (isStaff(roles) && account.emailVerifiedAt === null)
              throw new AppError("email_unverified");
            return { ...account, roles };
          },
          (wanted, kept) => store.assign({ ...wanted, roles }, kept),
        ),
      ),
  };
};
export type CustomersService = ReturnType<typeof customersService>;
