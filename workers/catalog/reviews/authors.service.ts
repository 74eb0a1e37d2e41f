import { productUpdated } from "#events/catalog";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { AuthorsStore } from "./authors.store";
import { submittedReviewOf } from "./review.rules";

interface Dependencies {
  store: AuthorsStore;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** Exports and erases the reviews of accounts. */
export const authorsService = ({ store, outbox, clock }: Dependencies) => ({
  personalData: async (userId: string) => ({
    reviews: (await store.reviews(userId)).map((row) => ({
      ...submittedReviewOf(row),
      orderId: row.orderId,
    })),
  }),

  /** Erases the reviews of an account. The products that showed them follow. */
  async erase(customerId: string) {
    const nowMs = clock.now();
    const products = await store.products(customerId);
    const events = products.map(({ id: productId, version }) =>
      newEvent(productUpdated, {
        ...{ source: "catalog", subject: productId, sequence: version + 1, nowMs },
        data: { productId },
      }),
    );
    await store.erase({ customerId, events, nowMs });
    if (events.length > 0) outbox.kick(events);
  },
});
export type AuthorsService = ReturnType<typeof authorsService>;
