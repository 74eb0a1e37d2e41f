import { and, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { idempotencyKeys } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { type BatchStep, commitGuarded } from "#kernel/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/idempotency";
import { ok, type Result } from "#kernel/result";
import { databaseNowMs } from "#kernel/sql";
import { goesOn } from "#users/active-session.statements";

/** A key and the sealed answer to it, for the batch of the effect that it answers for. */
export interface KeptAnswer {
  request: KeyedRequest;
  answer: Answer;
  /** Whose account it tells of; the scope of somebody who is not signed in yet does not say. */
  userId: string | undefined;
}

/** What a store commits with. */
export interface BatchTools {
  db: Database;
  idempotency: Idempotency;
}

/** Answers that are kept for one account; a repeated request whose answer has gone is a new one. */
export const ANSWERS_MAX = 200;

/** Rows beyond a bound that one batch deletes: each adds one, and accounts from before the bound shrink soon. */
export const SURPLUS_AT_ONCE = 100;

/** Deletes the oldest answers of an account beyond the bound. Guests have none: their requests are limited. */
const answersBeyondBound = (db: Database, { request, userId }: KeptAnswer): Statement[] => {
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
  { db, idempotency }: BatchTools,
  kept: KeptAnswer | undefined,
  effect: readonly BatchStep<Refusal>[],
): Promise<Result<readonly unknown[], Refusal>> => {
  const first = kept
    ? [
        idempotency.finished(kept.request, kept.answer, kept.userId),
        ...answersBeyondBound(db, kept),
      ]
    : [];
  const all: BatchStep<Refusal>[] = [...first, ...effect];
  if (all.length === 0) return ok([]);
  const outcome = await commitGuarded(db, all);
  return outcome.ok ? ok(outcome.value.slice(first.length)) : outcome;
};

/** Answers that were given to a key. */
export const answersStore = (tools: BatchTools) => ({
  /**
   * Returns the answer kept for a key; see kernel/idempotency.ts.
   * @throws 401 `unauthenticated` when an answer is kept and the requester's session has ended
   */
  find: (request: KeyedRequest, asks?: Pick<User, "userId" | "sessionId">) =>
    tools.idempotency.find(request, asks && goesOn(asks.userId, asks.sessionId, databaseNowMs)),

  /** Keeps an answer whose request changed nothing; nothing without a key. */
  keep: (kept: KeptAnswer | undefined) => commit(tools, kept, []),
});
export type AnswersStore = ReturnType<typeof answersStore>;
