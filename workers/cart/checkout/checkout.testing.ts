import { ADDRESS, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import type { Order } from "#contract/orders";
import { orderConfirmed } from "#events/orders";
import { STANDARD } from "#orders/terms.testing";

export const CARD = { method: "card", token: "pm_card_visa" };

/** Returns the HTTP request that places the order of a cart. */
export const requestFor = ({ id }: Cart, key: string = crypto.randomUUID(), more = {}) => ({
  method: "POST",
  body: { cartId: id, payment: CARD, ...more },
  headers: { "idempotency-key": key },
});

/** Starts the cart Worker with 100 teas in stock. */
export const testCheckout = async () => {
  const worker = await testCart();
  const tea = worker.catalog.has("Tea", { unitPriceMinor: 450 });
  worker.orders.stock.set(tea, 100);
  return {
    ...worker,
    tea,

    /** Creates a complete cart: two teas and the standard shipping, 13.99 in all. */
    async readyCart(overrides: Record<string, unknown> = {}): Promise<Cart> {
      const { id } = await worker.cartWith({ variantId: tea, quantity: 2 });
      const body = {
        email: "ada@example.com",
        shippingAddress: ADDRESS,
        shippingOptionId: STANDARD.id,
        ...overrides,
      };
      return (await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body })).body as Cart;
    },

    currentCart: async ({ id }: Cart) => (await worker.requestJson(`/v1/carts/${id}`)).body as Cart,

    addTea({ id }: Cart) {
      const body = { variantId: tea, quantity: 1 };
      return worker.requestJson(`/v1/carts/${id}/lines`, { method: "POST", body });
    },

    place: (cart: Cart, key?: string, more = {}) =>
      worker.requestJson("/v1/orders", requestFor(cart, key, more)),

    /**
     * Places an order and returns the answer's status, whether it is a replay, and its body to the byte.
     */
    async placeForBytes(request: Parameters<typeof worker.ask>[1]) {
      const response = await worker.ask("/v1/orders", request);
      const replayed = response.headers.get("idempotent-replayed");
      return [response.status, replayed, await response.text()];
    },

    /** Delivers the event that an order is confirmed. */
    deliverConfirmed: (cart: Cart, order: unknown) =>
      worker.deliver(orderConfirmed, { orderId: (order as Order).id, cartId: cart.id }),
  };
};
export type TestCheckout = Awaited<ReturnType<typeof testCheckout>>;
