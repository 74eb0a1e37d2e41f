import { eq, sql } from "drizzle-orm";
import type { AdminReview, SubmittedReview } from "#catalog/reviews.contract";
import { asStaff, lampInput, type StaffAnswer } from "#catalog/staff.testing";
import { testCatalog } from "#catalog/testing";
import type { OrdersRpc } from "#contract/orders";
import { outbox } from "#db/catalog/schema";
import { userErased } from "#events/users";
import type { User } from "#kernel/actor";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall, stubRpc, userActor } from "#kernel/testing";
import type { BoughtLine } from "#orders/order-line.contract";

export const WRITTEN = { rating: 5, title: "Warm light", body: "It dims well.", author: "Ada L." };

/** Starts the catalog with an orders Worker in memory, whose customers have bought what `buy` says. */
export const reviewShop = async () => {
  const lines = new Map<string, BoughtLine[]>();
  const keyOf = (customerId: string, productId: string) => `${customerId} ${productId}`;
  const catalog = await testCatalog({
    ORDERS: stubRpc<OrdersRpc>("orders", {
      openStock: async () => undefined,
      stockLevels: async () => [],
      boughtLines: async ({ customerId, productId }) =>
        lines.get(keyOf(customerId, productId)) ?? [],
    }),
  });
  const staff = asStaff(catalog);
  // The first event would build the search index, which is purged as well.
  await catalog.indexing.reindex();

  const buy = ({ userId }: User, productId: string) => {
    // As in carts, the same goods have the same line id in each order.
    const line = { orderId: newId("order"), lineId: `lin_${productId.slice(4)}` };
    const key = keyOf(userId, productId);
    lines.set(key, [...(lines.get(key) ?? []), line]);
  };

  /** Submits a review. */
  const submit = (
    actor: User,
    idOrSlug: string,
    body: object = WRITTEN,
    headers: Record<string, string> = {},
  ) =>
    catalog.ask(`/v1/products/${idOrSlug}/reviews`, {
      method: "POST",
      actor,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  const change = (id: string, patch: object, headers?: Record<string, string>) =>
    staff<AdminReview>("PATCH", `/reviews/${id}`, patch, headers);

  return {
    ...catalog,
    staff,
    buy,
    submit,
    change,
    newProduct: async () => (await staff("POST", "/products", lampInput())).body,

    /** Returns an approved review by a new buyer. */
    async approved(productId: string, written: object = {}) {
      const actor = userActor();
      buy(actor, productId);
      const submitted = await submit(actor, productId, { ...WRITTEN, ...written });
      const { id } = (await submitted.json()) as SubmittedReview;
      const answer: StaffAnswer<AdminReview> = await change(id, { status: "approved" });
      return { actor, answer, review: answer.body };
    },

    /** Returns the stored events of a type, oldest first. */
    async outbox(type: string) {
      const rows = await catalog.db.read.select().from(outbox).where(eq(outbox.type, type));
      return rows.map(({ envelope }) => envelope);
    },

    /** Returns all rows of the database as text. */
    async dump() {
      const tables = await catalog.db.read.all<{ name: string }>(
        sql`select name from sqlite_master where type = 'table'`,
      );
      const rows = await Promise.all(
        tables.map(({ name }) => catalog.db.read.all(sql.raw(`select * from "${name}"`))),
      );
      return JSON.stringify(rows);
    },

    /** Delivers the event that an account was erased. */
    erase: ({ userId }: User) =>
      inCall(() =>
        dispatch(
          catalog.handlers,
          newEvent(userErased, {
            ...{ source: "users", subject: userId, sequence: 1, nowMs: catalog.clock.now() },
            data: { userId },
          }),
        ),
      ),
  };
};
export type ReviewShop = Awaited<ReturnType<typeof reviewShop>>;
