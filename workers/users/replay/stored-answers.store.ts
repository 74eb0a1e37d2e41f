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

/** A keyed request with its encrypted answer, to be stored in the batch of the effect. */
export interface StoredAnswer {
  request: KeyedRequest;
  answer: Answer;
  /** The account that the answer is about, because the scope of a guest's key does not contain it. */
  userId: string | undefined;
}

/** The dependencies of `commit`. */
export interface CommitDependencies {
  db: Database;
  idempotency: Idempotency;
}

/**
 * The maximum number of stored answers of an account. A repeated request whose stored answer was deleted is
 * executed again.
 */
export const ANSWERS_MAX = 200;

/**
 * Deletes an account's oldest stored answers above the maximum number. Answers to guests have no maximum,
 * because rate limits bound the requests of guests.
 */
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
 * Commits an effect in one batch. The batch first inserts the stored answer, so that a second request with
 * the same idempotency key fails on that row before any guard of the effect. Returns the result of each
 * statement of the effect, or the name of the guard that failed the batch.
 */
export const commit = async <Refusal extends string = never>(
  { db, idempotency }: CommitDependencies,
  stored: StoredAnswer | undefined,
  effect: readonly BatchStep<Refusal>[],
): Promise<Result<readonly unknown[], Refusal>> => {
  const first = stored
    ? [
        idempotency.insertFinished(stored.request, stored.answer, stored.userId),
        ...answersBeyondBound(db, stored),
      ]
    : [];
  const all: BatchStep<Refusal>[] = [...first, ...effect];
  if (all.length === 0) return ok([]);
  const outcome = await commitGuarded(db, all);
  return outcome.ok ? ok(outcome.value.slice(first.length)) : outcome;
};

/** Reads and stores answers by idempotency key. */
export const answersStore = (deps: CommitDependencies) => ({
  /**
   * Returns the answer stored under an idempotency key; see kernel/mutations/idempotency.ts.
   * @throws 401 `unauthenticated` when an answer is stored and the actor's session has ended
   */
  find: (request: KeyedRequest, actor?: Pick<User, "userId" | "sessionId">) =>
    deps.idempotency.find(
      request,
      actor && activeSession(actor.userId, actor.sessionId, databaseNowMs),
    ),

  /** Stores the answer to a request that changed nothing. Does nothing without an idempotency key. */
  save: (stored: StoredAnswer | undefined) => commit(deps, stored, []),
});
export type AnswersStore = ReturnType<typeof answersStore>;
