import { and, eq, inArray, or, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { idempotencyKeys, messages } from "#db/notifications/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { type Answer, idempotencyOf, type KeyedRequest } from "#kernel/mutations/idempotency";
import type { AgeKeys } from "#kernel/routes/page";
import { expectChanges, newestFirst, olderThan } from "#kernel/sql";
import type { MessageRow } from "#workers/notifications/messages.store";
import type { ListedStatus } from "./notifications.api";

const BY_AGE = [messages.createdAt, messages.id] as const;
const isLost = inArray(messages.outcome, ["undelivered", "failed"]);

const CONDITIONS: Record<ListedStatus, SQL> = {
  waiting: eq(messages.state, "pending"),
  parked: eq(messages.state, "parked"),
  failed: isLost,
};

interface PageOf {
  status: ListedStatus;
  limit: number;
  before: AgeKeys | undefined;
}

interface Reopened {
  row: MessageRow;
  /** The event that has it sent. */
  event: Envelope;
  request: KeyedRequest | undefined;
  answer: Answer;
  nowMs: number;
}

/** Lists messages for staff, and makes them pending again. */
export const notificationsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });

  return {
    storedAnswer: async (request: KeyedRequest) => (await idempotency.find(request))?.answer,

    /** Returns a page of messages and one more, newest first. */
    page: ({ status, limit, before }: PageOf): Promise<MessageRow[]> =>
      db.read
        .select()
        .from(messages)
        .where(and(CONDITIONS[status], olderThan(BY_AGE, before)))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1),

    /** Makes a message pending, as a new generation, unless another request has done so. */
    reopen({ row, event, request, answer, nowMs }: Reopened) {
      const { id, generation } = row;
      const mayReopen = or(eq(messages.state, "parked"), isLost);
      return commitGuarded(db, [
        ...(request ? [guard("key_used", idempotency.insertFinished(request, answer, id))] : []),
        db.write
          .update(messages)
          .set({
            ...{ state: "pending", generation: generation + 1, updatedAt: nowMs },
            ...{ doubtSince: null, attemptAt: null, providerRef: null },
            ...{ reason: null, outcome: null, outcomeCode: null },
          })
          .where(and(eq(messages.id, id), eq(messages.generation, generation), mayReopen)),
        guard("status_changed", db.write.run(expectChanges())),
        outbox.announce([event]),
      ]);
    },
  };
};
export type NotificationsStore = ReturnType<typeof notificationsStore>;
