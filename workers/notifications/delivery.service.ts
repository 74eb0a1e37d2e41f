import type { MailKind } from "#contract/notifications";
import type { Clock } from "#kernel/clock";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { DOUBT_MS } from "./doubt.rules";
import type { EndingsService } from "./endings.service";
import type { Mailer } from "./mail.port";
import type { MailContentService, ReadOrder } from "./mail-content.service";
import { type Message, mailKeyOf, newMessage } from "./message.rules";
import type { MessageRow, MessagesStore } from "./messages.store";
import type { SuppressionsService } from "./suppressions.service";

interface Dependencies {
  store: MessagesStore;
  endings: EndingsService;
  mailer: Mailer;
  contentOf: MailContentService;
  isSuppressed: SuppressionsService["isSuppressed"];
  clock: Clock;
}

interface Attempt {
  row: MessageRow;
  kind: MailKind;
  begunMs: number;
  eventId: string;
  readOrder?: ReadOrder | undefined;
}

/** Sends each mail once, even if its event arrives twice or late. */
export const deliveryService = (deps: Dependencies) => {
  const { store, endings, mailer, contentOf, isSuppressed, clock } = deps;

  const attempt = async ({ row, kind, begunMs, eventId, readOrder }: Attempt) => {
    const isTooLate = begunMs - (row.doubtSince ?? begunMs) >= DOUBT_MS;
    if (isTooLate) return endings.park(row, "in_doubt", eventId);
    const mail = await contentOf(row, readOrder);
    if (!mail) return endings.park(row, "no_recipient", eventId);
    if (await isSuppressed(kind, mail.to)) return endings.park(row, "suppressed", eventId);
    const sent = await mailer.send({ ...mail, kind, key: mailKeyOf(row) });
    if (sent.ok) return endings.sent(row, sent.value, eventId);
    const { reason, final } = sent.refusal;
    if (final) return endings.park(row, reason, eventId);
    await store.clearDoubt(row, begunMs);
    throw new DependencyError("resend", new Error(reason));
  };

  return {
    /**
     * Sends a mail, unless an earlier attempt has sent or parked it.
     * @param readOrder reads the order once for several messages
     * @throws DependencyError when the provider refuses the mail for now or its answer is unknown;
     * the event is then delivered again
     */
    async deliver(message: Message<MailKind>, readOrder?: ReadOrder): Promise<void> {
      const { kind, eventId } = message;
      const nowMs = clock.now();
      const { row, hasBegun } = await store.begin(newMessage(message, newId("message", nowMs)), {
        nowMs,
      });
      if (hasBegun) await attempt({ row, kind, begunMs: nowMs, eventId, readOrder });
    },

    /** Sends a mail again, as staff have decided, unless it was sent since. Throws as `deliver` does. */
    async redeliver(message: MessageRow & { kind: MailKind }, eventId: string): Promise<void> {
      const nowMs = clock.now();
      const { row, hasBegun } = await store.resume(message, { nowMs });
      if (hasBegun) await attempt({ row, kind: message.kind, begunMs: nowMs, eventId });
    },
  };
};
export type DeliveryService = ReturnType<typeof deliveryService>;
