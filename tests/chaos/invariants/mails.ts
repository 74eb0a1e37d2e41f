import { isSms } from "#contract/notifications";
import type { Evidence } from "#tests/chaos/evidence";
import { byOrder, confirmedIds, invariant, repeated } from "./invariant";

type Message = Evidence["messages"][number];
type Entry = Evidence["entries"][number];

const keysOf = (messages: readonly Message[]) => new Set(messages.map(({ id }) => `mail:${id}`));

/**
 * Returns whether an earlier try of a message may have sent its mail although the last one had nothing to say
 * any more, as when a refund fails after the answer about its mail was lost.
 */
const mayBeSent = ({ state, reason, tries }: Message) =>
  state === "parked" && reason === "no_recipient" && tries > 1;

/** The steps that each have a mail, with its kind and what it is about. */
const MAILED: Partial<Record<Entry["type"], { kind: string; subject: string }>> = {
  confirmed: { kind: "order-confirmed", subject: "orderId" },
  cancelled: { kind: "order-cancelled", subject: "orderId" },
  edited: { kind: "order-edited", subject: "editId" },
  shipped: { kind: "order-shipped", subject: "shipmentId" },
  refunded: { kind: "order-refunded", subject: "refundId" },
  return_requested: { kind: "return-requested", subject: "returnId" },
  return_approved: { kind: "return-approved", subject: "returnId" },
  return_rejected: { kind: "return-rejected", subject: "returnId" },
  return_received: { kind: "return-received", subject: "returnId" },
};

/**
 * Returns whether an edit has no mail: that of a cancellation, or of the return whose exchange it is, says all that is
 * left to say.
 */
const isSilent = ({ type, data }: Entry, timeline: readonly Entry[]) =>
  type === "edited" &&
  (data.returnId !== undefined || timeline.some((entry) => entry.type === "cancelled"));

const subjectOf = ({ orderId, data }: Entry, name: string) =>
  String({ ...Object(data), orderId }[name]);

/** Returns the mails that an order's buyer must have, each as its kind and subject. */
const expectedMails = (timeline: readonly Entry[]) => {
  const isConfirmed = timeline.some(({ type }) => type === "confirmed");
  // The mail about a refund is sent unless the refund has failed by then.
  const failed = new Set(
    timeline
      .filter(({ type }) => type === "refund_failed")
      .map((entry) => subjectOf(entry, "refundId")),
  );
  return timeline.flatMap((entry) => {
    const mailed = MAILED[entry.type];
    if (!mailed || !isConfirmed || isSilent(entry, timeline)) return [];
    const subject = subjectOf(entry, mailed.subject);
    return failed.has(subject) ? [] : [`${mailed.kind} ${subject}`];
  });
};

const DELIVERED = "order-delivered";

/** Returns whether no mail reports a delivery. One mail may report several parcels. */
const lacksDelivered = (timeline: readonly Entry[], found: readonly string[]) =>
  timeline.some(({ type }) => type === "delivered") &&
  !found.some((name) => name.startsWith(DELIVERED));

/** Returns the kind and subject of each mail in the mailbox of an address. */
const mailsByAddress = ({ messages, mails }: Evidence) => {
  const messageOf = new Map(messages.map((message) => [`mail:${message.id}`, message]));
  const named = mails.flatMap(({ idempotencyKey, to }) => {
    const message = messageOf.get(idempotencyKey ?? "");
    return message ? [{ to: to[0] ?? "", name: `${message.kind} ${message.subject}` }] : [];
  });
  return Map.groupBy(named, ({ to }) => to);
};

export const MAILS = [
  invariant("Q8", "Each step of an order has one mail in its buyer's mailbox", (evidence) => {
    const mailboxes = mailsByAddress(evidence);
    const timelines = byOrder(evidence.entries);
    return evidence.orders.flatMap(({ id, email }) => {
      const found = (mailboxes.get(email ?? "") ?? []).map(({ name }) => name);
      const timeline = timelines.get(id) ?? [];
      const wrong = expectedMails(timeline).flatMap((name) => {
        const count = found.filter((one) => one === name).length;
        return count === 1 ? [] : [`${id}: ${count} mails ${name}`];
      });
      return [...wrong, ...(lacksDelivered(timeline, found) ? [`${id}: no ${DELIVERED}`] : [])];
    });
  }),
  invariant("Q8n", "No mail confirms or cancels an order that was never confirmed", (evidence) => {
    const confirmed = confirmedIds(evidence);
    return evidence.messages
      .filter(({ kind, state }) => /^order-(confirmed|cancelled)$/.test(kind) && state === "sent")
      .filter(({ subject }) => !confirmed.has(subject))
      .map(({ kind, subject }) => `${kind} ${subject}`);
  }),
  invariant(
    "Q8m",
    "Every mail belongs to one message, and every message is sent once",
    (evidence) => {
      const keys = evidence.mails.map(({ idempotencyKey }) => idempotencyKey ?? "");
      const messages = evidence.messages.filter(({ kind }) => !isSms(kind));
      const sent = messages.filter(({ state }) => state === "sent");
      const known = keysOf(sent);
      const doubted = keysOf(messages.filter(mayBeSent));
      const found = new Set(keys);
      return [
        ...repeated(keys).map((key) => `${key}: twice`),
        ...[...known.difference(found)].map((key) => `${key}: no mail`),
        ...[...found.difference(known).difference(doubted)].map((key) => `${key}: no message`),
        ...repeated(sent.map(({ kind, subject }) => `${kind} ${subject}`)),
      ];
    },
  ),
];
