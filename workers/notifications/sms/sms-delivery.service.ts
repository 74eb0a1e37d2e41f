import type { SmsKind } from "#contract/notifications";
import type { Clock } from "#kernel/clock";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type { EndingsService } from "#workers/notifications/endings.service";
import type { ReadOrder } from "#workers/notifications/mail-content.service";
import { aboutOf, type Message, newMessage } from "#workers/notifications/message.rules";
import type { MessageRow, MessagesStore, Start } from "#workers/notifications/messages.store";
import { markerOf, withMarker } from "./marker.rules";
import type { OptOutsService } from "./opt-outs.service";
import type { SmsReports, SmsSender } from "./sms.port";
import type { AddressedSms, SmsContentService } from "./sms-content.service";

/**
 * How long an attempt without a known outcome excludes the next one: longer than its deadline, and than the
 * provider may take to list what it has accepted.
 */
const SETTLED_AFTER_MS = 30_000;

interface Dependencies {
  store: MessagesStore;
  endings: EndingsService;
  sender: SmsSender;
  contentOf: SmsContentService;
  optOuts: OptOutsService;
  addressFor: SmsReports["addressFor"];
  clock: Clock;
}

interface Attempt {
  row: MessageRow;
  hasBegun: boolean;
  sms: NonNullable<AddressedSms>;
  begunMs: number;
  eventId: string;
}

/**
 * Sends each SMS once, although the provider has no idempotency keys: at most one attempt runs, and after one
 * with an unknown outcome the next first looks for the SMS among those that were sent.
 */
export const smsDeliveryService = (deps: Dependencies) => {
  const { store, endings, sender, contentOf, optOuts, addressFor, clock } = deps;

  const findSent = ({ row, sms, begunMs }: Attempt) => {
    const { doubtSince: sinceMs } = row;
    if (sinceMs === null || sinceMs >= begunMs) return undefined;
    return sender.find({ to: sms.to, marker: markerOf(row), sinceMs });
  };

  const send = async ({ row, sms, begunMs, eventId }: Attempt) => {
    const reportTo = addressFor({ messageId: row.id, generation: row.generation });
    const sent = await sender.send({ to: sms.to, text: withMarker(sms.text, row), reportTo });
    if (sent.ok) return endings.sent(row, sent.value, eventId);
    const { reason, final, isStopped } = sent.refusal;
    if (isStopped) await optOuts.stop(sms.to);
    if (final) return endings.park(row, isStopped ? "stopped" : reason, eventId);
    await store.clearDoubt(row, begunMs);
    throw new DependencyError("twilio", new Error(reason));
  };

  /** Returns whether the message needs another attempt. @throws DependencyError while another one may be running */
  const needsAttempt = ({ row, hasBegun }: Pick<Attempt, "row" | "hasBegun">) => {
    if (row.state !== "pending") return false;
    if (!hasBegun) throw new DependencyError("twilio", new Error("another attempt may be running"));
    return true;
  };

  const attempt = async (one: Attempt) => {
    const { row, eventId } = one;
    if (!needsAttempt(one)) return;
    const earlier = await findSent(one);
    if (earlier !== undefined) return endings.sent(row, earlier, eventId);
    await send(one);
  };

  const startNow = (): Start & { settledMs: number } => {
    const nowMs = clock.now();
    return { nowMs, settledMs: nowMs - SETTLED_AFTER_MS };
  };

  /** Ends a message whose consent has ended since an attempt with an unknown outcome: as sent if that one sent it. */
  const endBegun = async (message: MessageRow, sms: AddressedSms, eventId: string) => {
    const start = startNow();
    const begun = await store.resume(message, start);
    if (!needsAttempt(begun)) return;
    const { row } = begun;
    if (!sms) return endings.park(row, "no_recipient", eventId);
    const earlier = await findSent({ ...begun, sms, begunMs: start.nowMs, eventId });
    return earlier === undefined
      ? endings.park(row, "stopped", eventId)
      : endings.sent(row, earlier, eventId);
  };

  return {
    /**
     * Sends an SMS, unless an earlier attempt has sent or parked it, or there is no consent.
     * @throws DependencyError when the provider refuses it for now, its answer is unknown, or another attempt
     * may be running; the event is then delivered again
     */
    async deliver(message: Message<SmsKind>, readOrder?: ReadOrder): Promise<void> {
      const sms = await contentOf(aboutOf(message), readOrder);
      if (!sms || (await optOuts.hasStopped(sms.to))) {
        const row = await store.findAbout({ kind: message.kind, subject: message.subjectId });
        if (row) await endBegun(row, sms, message.eventId);
        return;
      }
      const start = startNow();
      const { nowMs: begunMs } = start;
      const begun = await store.begin(newMessage(message, newId("message", begunMs)), start);
      await attempt({ ...begun, sms, begunMs, eventId: message.eventId });
    },

    /** Returns why an SMS cannot be sent now; undefined if it can. */
    async whyUndeliverable(message: MessageRow) {
      const sms = await contentOf(message);
      if (!sms) return "no_recipient";
      return (await optOuts.hasStopped(sms.to)) ? "stopped" : undefined;
    },

    /** Sends an SMS again, as staff have decided, unless it was sent since. Throws as `deliver` does. */
    async redeliver(message: MessageRow, eventId: string): Promise<void> {
      const sms = await contentOf(message);
      if (!sms || (await optOuts.hasStopped(sms.to))) return endBegun(message, sms, eventId);
      const start = startNow();
      const begun = await store.resume(message, start);
      await attempt({ ...begun, sms, begunMs: start.nowMs, eventId });
    },
  };
};
export type SmsDeliveryService = ReturnType<typeof smsDeliveryService>;
