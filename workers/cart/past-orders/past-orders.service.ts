import type { CartsService } from "#cart/carts.service";
import type { Mutation } from "#cart/mutation.rules";
import { isSellable } from "#cart/pricing/cart-lines.rules";
import type { VariantsService } from "#cart/pricing/variants.service";
import { cartAnswer, type ReplayableCartAnswer } from "#cart/replay.rules";
import type { Cart, CartMessage } from "#contract/cart";
import { ANONYMOUS_BUYER } from "#contract/catalog";
import type { Order, OrderLine, OrdersRpc } from "#contract/orders";
import type { UsersRpc } from "#contract/users";
import type { Actor, User } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

interface Dependencies {
  carts: Pick<CartsService, "create">;
  variants: Pick<VariantsService, "read">;
  orders: Pick<OrdersRpc, "claim" | "readableOrder">;
  users: Pick<UsersRpc, "sessionState" | "contact">;
}

interface Reorder {
  orderId: string;
  actor: Actor;
  accessToken: string | undefined;
  request: KeyedRequest | undefined;
  mutation: Mutation;
}

const messageOf = ({ title }: OrderLine): CartMessage => ({
  code: "variant_gone",
  severity: "warning",
  content: `“${title}” is no longer sold, and was left out.`,
  path: "/lines",
});

/** Returns the country where the buyer received an order. */
const countryOf = ({ shippingAddress, shippingOption, billingAddress }: Order) =>
  (shippingAddress ?? shippingOption?.pickup ?? billingAddress).country;

/** Claims orders of guests, and creates carts from orders. */
export const pastOrdersService = ({ carts, variants, orders, users }: Dependencies) => {
  /** Splits the lines of an order into those that can still be bought, and the others. */
  const split = async ({ lines, currency }: Order) => {
    const ids = [...new Set(lines.map(({ variantId }) => variantId))];
    const found = await variants.read(ids, { currency, ...ANONYMOUS_BUYER });
    const sold = new Set(found.filter(isSellable).map(({ variantId }) => variantId));
    const isSold = ({ variantId }: OrderLine) => sold.has(variantId);
    return { sold: lines.filter(isSold), gone: lines.filter((line) => !isSold(line)) };
  };

  return {
    /**
     * Gives an order to an account whose session is active.
     * @throws 401 `unauthenticated`, 404 `not_found`
     */
    async claim(orderId: string, { userId, sessionId }: User, accessToken: string | undefined) {
      const [state, contact] = await Promise.all([
        users.sessionState(userId, sessionId, currentTrace()),
        users.contact(userId, currentTrace()),
      ]);
      if (!state.isActive) throw new AppError("unauthenticated");
      const verifiedEmail = state.isVerified ? (contact?.email ?? null) : null;
      const claim = { orderId, userId, verifiedEmail, accessToken: accessToken ?? null };
      return orders.claim(claim, currentTrace());
    },

    /** Creates a cart with what an order bought and is still sold. @throws 404 `not_found` */
    async reorder({ orderId, actor, accessToken, ...creation }: Reorder) {
      const order = await orders.readableOrder({ orderId, actor, accessToken }, currentTrace());
      if (!order) throw new AppError("not_found", "Order not found.");
      const { sold, gone } = await split(order);
      const lines = sold.map(({ variantId, quantity, properties }) => ({
        variantId,
        quantity,
        properties,
      }));
      const { currency } = order;
      const body = { currency, country: countryOf(order), lines };
      const created = await carts.create({ ...creation, body });
      if (gone.length === 0) return created;
      const cart = JSON.parse(created.body) as Cart;
      const messages = [...cart.messages, ...gone.map(messageOf)];
      const answer = await cartAnswer({ ...cart, messages }, 201);
      return { ...created, ...answer } satisfies ReplayableCartAnswer;
    },
  };
};
export type PastOrdersService = ReturnType<typeof pastOrdersService>;
