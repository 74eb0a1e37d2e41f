import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { MessageRow } from "./messages.store";
import type { PrivacyStore } from "./privacy.store";

interface Dependencies {
  store: PrivacyStore;
  orders: Pick<OrdersRpc, "orderIds">;
}

const view = ({ userId: _, createdAt, updatedAt, ...row }: MessageRow) => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

/** Exports personal data. There is nothing to erase: only the mail provider has texts and addresses. */
export const privacyService = ({ store, orders }: Dependencies) => ({
  /** Returns the messages about an account and its orders. */
  async personalData(userId: string) {
    const aboutOrders = orders.orderIds(userId, currentTrace()).then(store.aboutOrders);
    const [aboutAccount, theirOrders] = await Promise.all([store.aboutUser(userId), aboutOrders]);
    return { messages: [...aboutAccount, ...theirOrders].map(view) };
  },
});
