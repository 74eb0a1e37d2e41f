import type { ChallengeMailKind, OrderSmsKind, SmsKind } from "#contract/notifications";
import type { ReadOrder } from "#workers/notifications/mail-content.service";
import type { Message } from "#workers/notifications/message.rules";
import type { SmsDeliveryService } from "./sms-delivery.service";

interface ChallengeSms {
  kind: ChallengeMailKind;
  challengeId: string;
  userId: string;
  eventId: string;
}

/** The mails with a link or a code that an SMS accompanies. */
const WITH_SMS: Partial<Record<ChallengeMailKind, SmsKind>> = {
  "sign-in-code": "sign-in-code-sms",
  "reset-password": "reset-password-sms",
};

/** Sends SMS beside mails. Each has its own receipt of the event. */
export const smsMessagesService = ({ delivery }: { delivery: SmsDeliveryService }) => {
  const receiptOf = (eventId: string, kind: SmsKind) => `${eventId}#${kind}`;

  return {
    /** Welcomes a phone, once for each account. */
    welcome: (userId: string, eventId: string) =>
      delivery.deliver({
        ...{ kind: "welcome-sms", subjectId: userId, userId },
        eventId: receiptOf(eventId, "welcome-sms"),
      }),

    async ofChallenge({ kind, challengeId, userId, eventId }: ChallengeSms) {
      const smsKind = WITH_SMS[kind];
      if (!smsKind) return;
      await delivery.deliver({
        ...{ kind: smsKind, subjectId: challengeId, userId },
        eventId: receiptOf(eventId, smsKind),
      });
    },

    ofOrder: (message: Message<OrderSmsKind>, readOrder: ReadOrder) =>
      delivery.deliver(
        { ...message, eventId: receiptOf(message.eventId, message.kind) },
        readOrder,
      ),
  };
};
export type SmsMessagesService = ReturnType<typeof smsMessagesService>;
