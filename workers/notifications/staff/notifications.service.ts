import { notificationRequested } from "#events/notifications";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { type AgeKeys, pageOf } from "#kernel/routes/page";
import type { MessageRow, MessagesStore } from "#workers/notifications/messages.store";
import { maySendAgain, notificationOf } from "./notification-view.rules";
import type { ListedStatus } from "./notifications.api";
import type { NotificationsStore } from "./notifications.store";

/** Why a message cannot be sent; undefined if it can. */
export type UndeliverableReason = "no_recipient" | "suppressed" | "stopped" | undefined;

interface Dependencies {
  messages: Pick<MessagesStore, "find">;
  store: NotificationsStore;
  whyUndeliverable(row: MessageRow): Promise<UndeliverableReason>;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

interface ListQuery {
  status: ListedStatus;
  limit: number;
  before: AgeKeys | undefined;
}

const conflict = () => new AppError("notification_status_conflict");

/** Lists the messages that were not delivered, and has them sent again. */
export const notificationsService = (deps: Dependencies) => {
  const { messages, store, whyUndeliverable, outbox, clock } = deps;

  const messageToSend = async (messageId: string) => {
    const row = await messages.find(messageId);
    if (!row) throw new AppError("not_found", "Notification not found.");
    if (!maySendAgain(row)) throw conflict();
    const reason = await whyUndeliverable(row);
    if (reason)
      throw new AppError("notification_undeliverable", undefined, { extensions: { reason } });
    return row;
  };

  const reopen = async (messageId: string, request: KeyedRequest | undefined) => {
    const row = await messageToSend(messageId);
    const nowMs = clock.now();
    const event = newEvent(notificationRequested, {
      ...{ source: "notifications", subject: messageId, sequence: row.generation + 1 },
      data: { messageId },
      ...(row.orderId === null ? {} : { sagaId: row.orderId }),
      nowMs,
    });
    const reopened = { ...row, state: "pending", reason: null, updatedAt: nowMs } as const;
    const answer = { status: 202, body: JSON.stringify(notificationOf(reopened)) };
    const outcome = await store.reopen({ row, event, request, answer, nowMs });
    if (!outcome.ok) throw conflict();
    outbox.kick([event]);
    return answer;
  };

  return {
    async list({ status, limit, before }: ListQuery) {
      const rows = await store.page({ status, limit, before });
      return pageOf(rows, limit, ({ createdAt, id }) => [createdAt, id], notificationOf);
    },

    /**
     * Has a parked or failed message sent again, once.
     * @throws 404, 409 `notification_status_conflict`, 409 `notification_undeliverable`
     */
    send: (messageId: string, request: KeyedRequest | undefined) =>
      once({ request, find: store.storedAnswer, effect: () => reopen(messageId, request) }),
  };
};
export type NotificationsService = ReturnType<typeof notificationsService>;
