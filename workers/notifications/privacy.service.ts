import type { OrdersRpc } from "#contract/orders";
import type { UsersRpc } from "#contract/users";
import { currentTrace } from "#kernel/call";
import type { MessageRow } from "./messages.store";
import type { PrivacyStore } from "./privacy.store";
import type { SuppressionsService } from "./suppressions.service";

interface Dependencies {
  store: PrivacyStore;
  orders: Pick<OrdersRpc, "orderIds">;
  users: Pick<UsersRpc, "contact">;
  suppressions: Pick<SuppressionsService, "ofAddress">;
}

const view = ({ userId: _, createdAt, updatedAt, ...row }: MessageRow) => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

/** Exports personal data. There is nothing to erase: addresses are digests, and only the mail provider has texts. */
export const privacyService = ({ store, orders, users, suppressions }: Dependencies) => {
  const suppressionOf = async (userId: string) => {
    const contact = await users.contact(userId, currentTrace());
    const suppression = contact && (await suppressions.ofAddress(contact.email));
    if (!suppression) return null;
    const { reason, reportedAt } = suppression;
    return { reason, reportedAt: new Date(reportedAt).toISOString() };
  };

  return {
    /** Returns the messages about an account and its orders, and why its address gets fewer mails. */
    async personalData(userId: string) {
      const aboutOrders = orders.orderIds(userId, currentTrace()).then(store.aboutOrders);
      const [aboutAccount, theirOrders, mailSuppression] = await Promise.all([
        store.aboutUser(userId),
        aboutOrders,
        suppressionOf(userId),
      ]);
      return { messages: [...aboutAccount, ...theirOrders].map(view), mailSuppression };
    },
  };
};
