import { isSms } from "#contract/notifications";
import type { Evidence, Sms } from "#tests/chaos/evidence";
import { markerOf } from "#workers/notifications/sms/marker.rules";
import { byOrder, invariant, repeated } from "./invariant";

type Order = Evidence["orders"][number];
type Entry = Evidence["entries"][number];

const isInbound = ({ direction }: Sms) => direction === "inbound";
const markerIn = ({ body }: Sms) => body.match(/Ref (\w+)$/)?.[1] ?? "";

/** Returns the phone of a buyer who agreed to SMS about the order. */
const phoneOf = ({ snapshot }: Order) =>
  snapshot.sms ? (snapshot.shippingAddress?.phone ?? undefined) : undefined;

const sentIn = ({ messages }: Evidence) =>
  messages.filter(({ kind, state }) => isSms(kind) && state === "sent");

/** Returns the SMS that an order must have and that were not sent. One SMS may report several parcels. */
const missingSms = ({ id }: Order, timeline: readonly Entry[], sent: ReturnType<typeof sentIn>) => {
  const steps = new Set(timeline.map(({ type }) => type));
  const kinds = (["confirmed", "cancelled", "delivered"] as const).filter(
    (step) => steps.has("confirmed") && steps.has(step),
  );
  return kinds.filter(
    (step) => !sent.some(({ kind, orderId }) => kind === `order-${step}-sms` && orderId === id),
  );
};

export const SMS = [
  invariant("Q8s", "Each step of an order has one SMS to a buyer who agreed", (evidence) => {
    const stopped = new Set(evidence.sms.filter(isInbound).map(({ from }) => from));
    const sent = sentIn(evidence);
    const timelines = byOrder(evidence.entries);
    return evidence.orders.flatMap((order) => {
      const phone = phoneOf(order);
      if (!phone || stopped.has(phone)) return [];
      const missing = missingSms(order, timelines.get(order.id) ?? [], sent);
      return missing.map((step) => `${order.id}: no SMS that it was ${step}`);
    });
  }),
  invariant("Q8t", "Every SMS belongs to one message, and every message is one SMS", (evidence) => {
    const sent = sentIn(evidence);
    const markers = evidence.sms.filter((sms) => !isInbound(sms)).map(markerIn);
    const known = new Set(sent.map(markerOf));
    const found = new Set(markers);
    return [
      ...repeated(markers).map((marker) => `${marker}: twice`),
      ...[...known.difference(found)].map((marker) => `${marker}: no SMS`),
      ...[...found.difference(known)].map((marker) => `${marker}: no message`),
      ...repeated(sent.map(({ kind, subject }) => `${kind} ${subject}`)),
    ];
  }),
  invariant("Q8c", "No phone gets an SMS without its owner's consent", (evidence) => {
    const agreed = new Set(evidence.orders.map(phoneOf));
    return evidence.sms.filter((sms) => !isInbound(sms) && !agreed.has(sms.to)).map(({ to }) => to);
  }),
];
