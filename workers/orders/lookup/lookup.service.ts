import { orderLookupRequested } from "#events/orders";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { termOf } from "#orders/search/terms.rules";
import type { LookupStore } from "./lookup.store";

interface Dependencies {
  store: LookupStore;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

interface Lookup {
  number: string;
  email: string;
}

/**
 * Mails a link to an order. For an unknown order the same statements run as for a known one, and find no
 * row, so that neither the answer nor its time reveals which orders exist.
 */
export const lookupService =
  ({ store, outbox, clock }: Dependencies) =>
  async ({ number, email }: Lookup): Promise<void> => {
    const row = await store.byNumber(number.toUpperCase());
    const nowMs = clock.now();
    const isTheirs = row !== undefined && row.email.toLowerCase() === email.toLowerCase();
    const orderId = isTheirs ? row.id : newId("order", nowMs);
    const event = newEvent(orderLookupRequested, {
      source: "orders",
      subject: orderId,
      // Not an entry of the timeline.
      sequence: 0,
      data: { orderId },
      sagaId: orderId,
      nowMs,
    });
    if (await store.announce({ envelope: event, mailbox: termOf(email) })) outbox.kick([event]);
  };
export type LookUpOrder = ReturnType<typeof lookupService>;
