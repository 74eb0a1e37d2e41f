import type { ChallengeMailKind, SecurityMailKind } from "#contract/notifications";
import type { UsersRpc } from "#contract/users";
import { currentTrace } from "#kernel/call";
import type { DeliveryService } from "./delivery.service";
import type { SmsMessagesService } from "./sms/sms-messages.service";
import { together } from "./together.rules";

interface Dependencies {
  delivery: DeliveryService;
  /** Undefined if the shop sends no SMS. */
  sms: SmsMessagesService | undefined;
  users: Pick<UsersRpc, "erasureNoticeSent">;
}

interface ChallengeMessage {
  kind: ChallengeMailKind;
  challengeId: string;
  userId: string;
  eventId: string;
}

interface SecurityMessage {
  kind: SecurityMailKind;
  userId: string;
  eventId: string;
}

interface SmsChange {
  userId: string;
  /** Whether the account agrees to SMS, or has ended them. */
  agreed: boolean;
  eventId: string;
}

/** Sends messages about accounts: decides for each event which mail and which SMS it causes. */
export const messagesService = ({ delivery, sms, users }: Dependencies) => ({
  welcome: (userId: string, eventId: string) =>
    delivery.deliver({ kind: "welcome", subjectId: userId, userId, eventId }),

  /** Informs an owner about a changed consent to SMS, and welcomes the phone. */
  smsChanged: ({ userId, agreed, eventId }: SmsChange) =>
    together([
      delivery.deliver({ kind: "sms-changed", subjectId: eventId, userId, eventId }),
      Promise.resolve(agreed ? sms?.welcome(userId, eventId) : undefined),
    ]),

  /** Sends a link or a code. Parks the message if the challenge is used or expired. */
  challenge: ({ kind, challengeId, userId, eventId }: ChallengeMessage) =>
    together([
      delivery.deliver({
        ...{ kind, subjectId: challengeId, userId },
        // One event may cause two mails. Each has its own receipt.
        eventId: `${eventId}#${kind}`,
      }),
      Promise.resolve(sms?.ofChallenge({ kind, challengeId, userId, eventId })),
    ]),

  /** Informs an owner about a change of the account. Each event causes its own mail. */
  security: ({ kind, userId, eventId }: SecurityMessage) =>
    delivery.deliver({ kind, subjectId: eventId, userId, eventId }),

  /** Tells an address that a variant can be bought again, unless it is sold out since. */
  backInStock: (alertId: string, eventId: string) =>
    delivery.deliver({ kind: "back-in-stock", subjectId: alertId, userId: null, eventId }),

  /** Sends the last mail to an erased account, and then lets users delete its address. */
  async erasureNotice(userId: string, eventId: string) {
    await delivery.deliver({ kind: "account-erased", subjectId: userId, userId, eventId });
    await users.erasureNoticeSent(userId, currentTrace());
  },
});
export type MessagesService = ReturnType<typeof messagesService>;
