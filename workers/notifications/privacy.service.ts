import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { MessageRow } from "./messages.store";
import type { PeopleStore } from "./privacy.store";

interface Tools {
  store: PeopleStore;
  orders: Pick<OrdersRpc, "orderIds">;
}

const view = ({ userId: _, createdAt, updatedAt, ...row }: MessageRow) => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

/** What was written to whom. The texts are with the mail provider alone, so there is nothing to erase. */
export const peopleService = ({ store, orders }: Tools) => ({
  /** The messages about a person and their orders. */
  async personalData(userId: string) {
    const ofOrders = orders.orderIds(userId, currentTrace()).then(store.about);
    const [own, theirOrders] = await Promise.all([store.aboutUser(userId), ofOrders]);
    return { messages: [...own, ...theirOrders].map(view) };
  },
});
