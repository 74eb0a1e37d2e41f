import * as z from "zod";
import type { CustomerView } from "#contract/users";
import { rolesChanged, userDisabled, userEnabled } from "#events/users";
import { ROLES, type Role, type User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Envelope, EventDefinition } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { Id } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { Result } from "#kernel/result";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import type { Account } from "#users/account.statements";
import { aboutUser } from "#users/account-events.rules";
import { view as ownView } from "#users/account-view.rules";
import { jsonAnswer } from "#users/replay/answer.rules";
import { refusal, requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService, ToStored } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import type { AccountsStore } from "./accounts.store";
import type { Change, CustomersStore } from "./customers.store";

interface Dependencies {
  store: CustomersStore;
  accounts: Pick<AccountsStore, "byId">;
  answers: AnswersService;
  sessions: Pick<SessionsService, "requireStepUp">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

interface ListQuery extends PageRequest {
  email?: string | undefined;
}

/** For each guard of a change: its error code. */
const PROBLEMS = {
  not_found: "not_found",
  account_changed: "conflict",
  last_admin: "last_admin",
} as const;

type Stored = Awaited<ReturnType<ToStored>>;

/** One kind of change that an admin makes to an account. */
interface AccountChange {
  /** The event that announces the change. */
  event: EventDefinition<{ userId: string }>;
  /** Returns the account after the change, or undefined if nothing changes. */
  changed: (account: Account, nowMs: number) => Account | undefined;
  write: (change: Change, stored: Stored) => Promise<Result<unknown, keyof typeof PROBLEMS>>;
}

const Cursor = z.tuple([Id("user")]);

const view = (account: Account): CustomerView => ({
  ...ownView(account),
  disabledAt: account.disabledAt === null ? null : new Date(account.disabledAt).toISOString(),
});

const sameRoles = (a: readonly Role[], b: readonly Role[]) =>
  ROLES.every((role) => a.includes(role) === b.includes(role));

const isStaff = (roles: readonly Role[]) => roles.some((role) => role !== "customer");

/**
 * Lists customers and staff, and changes their accounts for admins. An admin cannot change their own
 * account.
 */
export const customersService = (deps: Dependencies) => {
  const { store, accounts, answers, sessions, outbox, clock } = deps;

  const accountOf = async (userId: string) => {
    const account = await accounts.byId(userId);
    if (!account) throw new AppError("not_found");
    return account;
  };

  const page = async (staff: boolean, { limit, cursor, email }: ListQuery) => {
    const afterId = decodeCursor(cursor, Cursor)?.[0];
    const rows = await store.page({ limit, afterId, email, staff });
    return pageOf(rows, limit, ({ id }) => [id], view);
  };

  /** Changes another account, or does nothing if the account is already in the requested state. */
  const change = async (
    { actor, userId, toStored }: { actor: User; userId: string; toStored: ToStored },
    { event, changed, write }: AccountChange,
  ) => {
    await sessions.requireStepUp(actor);
    const account = await accountOf(userId);
    if (actor.userId === userId) throw new AppError("conflict", "Ask another admin.");
    const { version } = account;
    const nowMs = clock.now();
    const next = changed(account, nowMs);
    const after = next && { ...next, version: version + 1, updatedAt: nowMs };
    const answer = jsonAnswer(view(after ?? account));
    const stored = await toStored(answer, userId);
    if (!after) {
      await answers.storeAlone(stored);
      return answer;
    }
    const events: Envelope[] = [aboutUser(event, { userId }, nowMs)];
    requireCommitted(await write({ userId, version, nowMs, events }, stored), PROBLEMS);
    outbox.kick(events);
    return answer;
  };

  return {
    list: (query: ListQuery): Promise<Page<CustomerView>> => page(false, query),
    staff: (query: ListQuery): Promise<Page<CustomerView>> => page(true, query),
    find: async (userId: string) => view(await accountOf(userId)),

    /** @throws 401 `step_up_required`, 404, 409 `conflict` for the admin's own account, 409 `last_admin` */
    disable: (actor: User, userId: string, request: KeyedRequest | undefined) =>
      answers.once(request, (toStored) =>
        change(
          { actor, userId, toStored },
          {
            event: userDisabled,
            changed: (account, nowMs) =>
              account.disabledAt ? undefined : { ...account, disabledAt: nowMs },
            write: store.disable,
          },
        ),
      ),

    enable: (actor: User, userId: string, request: KeyedRequest | undefined) =>
      answers.once(request, (toStored) =>
        change(
          { actor, userId, toStored },
          {
            event: userEnabled,
            changed: (account) =>
              account.disabledAt ? { ...account, disabledAt: null } : undefined,
            write: store.enable,
          },
        ),
      ),

    /**
     * @throws 401 `step_up_required`, 404, 409 `conflict` for the admin's own account, 409 `last_admin`,
     * 409 `email_unverified` for a role beyond customer, because an unverified address may belong to
     * another person
     */
    assign: (actor: User, userId: string, roles: Role[], request: KeyedRequest | undefined) =>
      answers.once(request, (toStored) =>
        change(
          { actor, userId, toStored },
          {
            event: rolesChanged,
            changed: (account) => {
              if (sameRoles(account.roles, roles)) return undefined;
              if (isStaff(roles) && account.emailVerifiedAt === null)
                throw refusal("email_unverified");
              return { ...account, roles };
            },
            write: (change, stored) => store.assign({ ...change, roles }, stored),
          },
        ),
      ),
  };
};
export type CustomersService = ReturnType<typeof customersService>;
