import { type Database, type Statement, statements } from "#db/client";
import type { User } from "#kernel/actor";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/idempotency";
import { databaseNowMs } from "#kernel/sql";
import { goesOn } from "./live-session.store";

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

/**
 * Commits an effect in one batch, with the answer to its key in front: a second request with the key
 * raises on that row before anything else can refuse it. Answers what each statement of the effect gave.
 */
export const commit = async (
  { db, idempotency }: BatchTools,
  kept: KeptAnswer | undefined,
  effect: readonly Statement[],
): Promise<readonly unknown[]> => {
  const first = kept ? [idempotency.finished(kept.request, kept.answer, kept.userId)] : [];
  const all = [...first, ...effect];
  if (all.length === 0) return [];
  return (await db.write.batch(statements(all))).slice(first.length);
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
