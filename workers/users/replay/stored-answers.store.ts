import { and, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { idempotencyKeys } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { type BatchStep, commitGuarded } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import { databaseNowMs } from "#kernel/sql";
import { activeSession } from "#users/active-session.statements";
import { SURPLUS_AT_ONCE } from "#users/surplus.rules";

/** A key and its encrypted answer, for the batch of the effect. */
export interface StoredAnswer {
  request: KeyedRequest;
  answer: Answer;
  /** The account that the answer is about, because the scope of a guest does not name it. */
  userId: string | undefined;
}

/** The dependencies of `commit`. */
export interface CommitDependencies {
  db: Database;
  idempotency: Idempotency;
}

/**
 * The maximum number of stored answers of an account. A repeated request whose answer was deleted runs
 * again.
 */
export const ANSWERS_MAX = 200;

/** Deletes the oldest answers of an account beyond the bound. Guests have no bound, because their requests are limited. */
const answersBeyondBound = (db: Database, { request, userId }: StoredAnswer): Statement[] => {
  const { scope, resourceId, createdAt } = idempotencyKeys;
  const [principal = ""] = request.scope.split(" ");
  const isGuest = principal === "guest";
  if (isGuest && userId === undefined) return [];
  const own = isGuest
    ? eq(resourceId, userId ?? "")
    : and(gte(scope, `${principal} `), lt(scope, `${principal}!`));
  const surplus = db.write
    .select({ rowid: sql`rowid` })
    .from(idempotencyKeys)
    .where(own)
    .orderBy(desc(createdAt))
    .limit(SURPLUS_AT_ONCE)
    .offset(ANSWERS_MAX);
  return [db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, surplus))];
};

/**
 * Commits an effect in one batch. The answer to its key comes first, so that a second request with the key
 * fails on that row before any guard can refuse it. Returns the result of each statement of the effect, or
 * the name of the guard that refused it.
 */
export const commit = async <Refusal extends string = never>(
  { db, idempotency }: CommitDependencies,
  stored: StoredAnswer | undefined,
  effect: readonly BatchStep<Refusal>[],
): Promise<Result<readonly unknown[], Refusal>> => {
  const first = stored
    ? [
        idempotency.finished(stored.request, stored.answer, stored.userId),
        ...answersBeyondBound(db, stored),
      ]
    : [];
  const all: BatchStep<Refusal>[] = [...first, ...effect];
  if (all.length === 0) return ok([]);
  const outcome = await commitGuarded(db, all);
  return outcome.ok ? ok(outcome.value.slice(first.length)) : outcome;
};

/** Stored answers by key. */
export const answersStore = (deps: CommitDependencies) => ({
  /**
   * Returns the answer stored under a key; see kernel/mutations/idempotency.ts.
   * @throws 401 `unauthenticated` when an answer is stored and the actor's session has ended
   */
  find: (request: KeyedRequest, actor?: Pick<User, "userId" | "sessionId">) =>
    deps.idempotency.find(
      request,
      actor && activeSession(actor.userId, actor.sessionId, databaseNowMs),
    ),

  /** Stores the answer to a request that changed nothing. Does nothing without a key. */
  save: (stored: StoredAnswer | undefined) => commit(deps, stored, []),
});
export type AnswersStore = ReturnType<typeof answersStore>;
