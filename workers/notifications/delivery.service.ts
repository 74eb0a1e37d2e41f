import type { MessageKind } from "#contract/notifications";
import type { Clock } from "#kernel/clock";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { Mail, Mailer } from "./mail.port";
import type { MessagesStore } from "./messages.store";
import type { SuppressionsService } from "./suppressions.service";

/**
 * Four hours less than Resend stores an idempotency key, counted from the first attempt with an
 * unknown outcome. A later attempt could send the message a second time.
 */
const DOUBT_MS = 20 * 60 * 60 * 1000;

/**
 * How long the row of a message is stored after it was sent or parked: longer than its event can be
 * delivered again, so that no mail is sent twice.
 */
const ENDED_KEPT_MS = 35 * 24 * 60 * 60 * 1000;

/** The reasons of parked messages that need no operator. */
const NOTHING_TO_DO: readonly string[] = ["no_recipient", "suppressed"];

interface Dependencies {
  store: MessagesStore;
  mailer: Mailer;
  isSuppressed: SuppressionsService["isSuppressed"];
  clock: Clock;
}

/** A rendered mail with its addresses. Null if there is no recipient, or nothing to say, any more. */
export type AddressedMail = Omit<Mail, "kind" | "key"> | null;

interface Message {
  kind: MessageKind;
  /** The id of the object that the message is about. */
  subjectId: string;
  /** The account that the message is about; null if only an order is known. */
  userId: string | null;
  /** The order that the message is about; null for a message about an account. */
  orderId?: string | null;
  /** The event that causes the message. */
  eventId: string;
  render(): Promise<AddressedMail>;
}

interface ParkedMessage {
  messageId: string;
  reason: string;
  eventId: string;
}

/** Sends each message once, even if its event arrives twice or late. */
export const deliveryService = ({ store, mailer, isSuppressed, clock }: Dependencies) => {
  /**
   * Parks a message, so that no further attempt is made. Logs an error, because an operator must look at
   * it, unless there is nothing to do: without a recipient, and for a suppressed address.
   */
  const park = ({ messageId, reason, eventId }: ParkedMessage) => {
    if (!NOTHING_TO_DO.includes(reason)) log.error("message.parked", { messageId, reason });
    return store.end({
      messageId,
      ending: { state: "parked", reason },
      eventId,
      nowMs: clock.now(),
    });
  };

  return {
    /**
     * Sends a message, unless an earlier attempt has sent or parked it.
     * @throws DependencyError when the provider refuses the mail for now or its answer is unknown;
     * the event is then delivered again
     */
    async deliver({
      kind,
      subjectId,
      userId,
      orderId = null,
      eventId,
      render,
    }: Message): Promise<void> {
      const nowMs = clock.now();
      const attempt = await store.begin(
        { id: newId("message", nowMs), kind, subject: subjectId, userId, orderId },
        nowMs,
      );
      const { id: messageId, state, doubtSince } = attempt;
      if (state !== "pending") return;
      if (nowMs - (doubtSince ?? nowMs) >= DOUBT_MS)
        return park({ messageId, reason: "in_doubt", eventId });
      const mail = await render();
      if (!mail) return park({ messageId, reason: "no_recipient", eventId });
      if (await isSuppressed(kind, mail.to))
        return park({ messageId, reason: "suppressed", eventId });
      const sent = await mailer.send({ ...mail, kind, key: `mail:${messageId}` });
      if (sent.ok) {
        const ending = { state: "sent", providerRef: sent.value } as const;
        return store.end({ messageId, ending, eventId, nowMs: clock.now() });
      }
      const { reason, final } = sent.refusal;
      if (final) return park({ messageId, reason, eventId });
      await store.clearDoubt(attempt, nowMs);
      throw new DependencyError("resend", new Error(reason));
    },

    /**
     * Parks messages that have been in doubt for most of a day, since they may have been sent and an
     * operator must decide. Deletes old messages and records of handled events.
     */
    async sweep() {
      const nowMs = clock.now();
      const parked = await store.parkDoubted({
        beforeMs: nowMs - DOUBT_MS,
        reason: "in_doubt",
        nowMs,
      });
      for (const messageId of parked)
        log.error("message.parked", { messageId, reason: "in_doubt" });
      return {
        parked: parked.length,
        messagesPruned: await store.pruneEnded(nowMs - ENDED_KEPT_MS),
        receiptsPruned: await store.pruneReceipts(nowMs),
      };
    },
  };
};
export type DeliveryService = ReturnType<typeof deliveryService>;
