import type { MailedOrder } from "#contract/orders";
import { type Actor, requireUser } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { type GuestAccess, isStaff } from "./access.rules";
import type { OrderRow } from "./order.rules";
import type { OrdersStore, OwnOrders } from "./orders.store";
import { buyerEntry, isForBuyers, orderView } from "./view.rules";

const notFound = () => new AppError("not_found", "Order not found.");

interface OrderQuery {
  orderId: string;
  actor: Actor;
  accessToken: string | undefined;
}

/** Reads orders. Throws 404 for another account's order, as for an order that does not exist. */
export const ordersService = ({ store, access }: { store: OrdersStore; access: GuestAccess }) => {
  const readableOrNot = async (
    orderId: string,
    actor: Actor,
    accessToken: string | undefined,
  ): Promise<OrderRow | undefined> => {
    const row = await store.find(orderId);
    if (!row || isStaff(actor)) return row;
    if (actor.kind === "user" && row.customerId === actor.userId) return row;
    const guest = row.customerId === null && accessToken !== undefined;
    return guest && (await access.opens(row.id, accessToken)) ? row : undefined;
  };

  const readable = async (orderId: string, actor: Actor, accessToken: string | undefined) => {
    const row = await readableOrNot(orderId, actor, accessToken);
    if (!row) throw notFound();
    return row;
  };

  return {
    order: async (orderId: string, actor: Actor, accessToken: string | undefined) =>
      orderView(await readable(orderId, actor, accessToken)),

    /** Returns the row of an order that the actor may read. */
    readableRow: readable,

    /** Returns the timeline of an order. Buyers do not see the entries of staff. */
    async timeline(orderId: string, actor: Actor, accessToken: string | undefined) {
      const row = await readable(orderId, actor, accessToken);
      const entries = await store.timeline(row.id);
      return isStaff(actor) ? entries : entries.filter(isForBuyers).map(buyerEntry);
    },

    /** Returns an order that the actor may read, or null. */
    async readableOrder({ orderId, actor, accessToken }: OrderQuery) {
      const row = await readableOrNot(orderId, actor, accessToken);
      return row ? orderView(row) : null;
    },

    /** Returns an order to another Worker without an access check; null if the order is unknown. */
    async orderForService(orderId: string) {
      const row = await store.find(orderId);
      return row ? orderView(row) : null;
    },

    /** Returns an order with the access token if it is a guest's, or null if it is unknown. */
    async orderForMail(orderId: string): Promise<MailedOrder | null> {
      const row = await store.find(orderId);
      if (!row) return null;
      const { customerId } = row;
      const view = { ...orderView(row), customerId };
      return customerId === null ? { ...view, accessToken: await access.tokenOf(row.id) } : view;
    },

    /** Returns a user's own orders, newest first. */
    own: (actor: Actor, query: OwnOrders) => store.ofCustomer(requireUser(actor).userId, query),
  };
};
export type OrdersService = ReturnType<typeof ordersService>;
