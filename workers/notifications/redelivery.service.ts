import { isSms, type MailKind } from "#contract/notifications";
import type { DeliveryService } from "./delivery.service";
import type { MailContentService } from "./mail-content.service";
import type { MessageRow, MessagesStore } from "./messages.store";
import type { SmsDeliveryService } from "./sms/sms-delivery.service";
import type { SuppressionsService } from "./suppressions.service";

/** A channel as it sends a message again. */
interface SmsChannel {
  delivery: SmsDeliveryService;
}

interface Dependencies {
  store: Pick<MessagesStore, "find">;
  delivery: DeliveryService;
  contentOf: MailContentService;
  isSuppressed: SuppressionsService["isSuppressed"];
  /** Undefined if the shop sends no SMS. */
  channel: SmsChannel | undefined;
}

type MailRow = MessageRow & { kind: MailKind };
const isMail = (row: MessageRow): row is MailRow => !isSms(row.kind);

/** Sends messages again that staff have chosen. */
export const redeliveryService = (deps: Dependencies) => {
  const { store, delivery, contentOf, isSuppressed, channel } = deps;

  const whyNoMail = async (row: MailRow) => {
    const mail = await contentOf(row);
    if (!mail) return "no_recipient";
    return (await isSuppressed(row.kind, mail.to)) ? "suppressed" : undefined;
  };

  return {
    /** Returns why a message cannot be sent now; undefined if it can. */
    whyUndeliverable: async (row: MessageRow) => {
      if (isMail(row)) return whyNoMail(row);
      return channel ? channel.delivery.whyUndeliverable(row) : "no_recipient";
    },

    /** Sends a message again, once, unless it has ended since. */
    async redeliver(messageId: string, eventId: string) {
      const row = await store.find(messageId);
      if (row?.state !== "pending") return;
      if (isMail(row)) await delivery.redeliver(row, eventId);
      else await channel?.delivery.redeliver(row, eventId);
    },
  };
};
export type RedeliveryService = ReturnType<typeof redeliveryService>;
