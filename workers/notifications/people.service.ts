import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { PeopleStore } from "./people.store";
import type { MessageRow } from "./store";

interface Tools {
  store: PeopleStore;
  orders: Pick<OrdersRpc, "orderIds">;
}

const view = ({ createdAt, updatedAt, ...row }: MessageRow) => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

/** What was written to whom. The texts are with the mail provider alone, so there is nothing to erase. */
export const peopleService = ({ store, orders }: Tools) => ({
  /** The messages about a person and their orders. */
  async personalData(userId: string) {
    const orderIds = await orders.orderIds(userId, currentTrace());
    return { messages: (await store.about([userId, ...orderIds])).map(view) };
  },
});
