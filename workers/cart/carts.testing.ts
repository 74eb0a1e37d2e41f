import { testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";

/** Returns headers with an Idempotency-Key. */
export const keyHeader = (key: string = crypto.randomUUID()) => ({ "idempotency-key": key });

/** Starts the cart Worker with 100 teas and 5 mugs in stock. */
export const testCarts = async () => {
  const worker = await testCart();
  const tea = worker.catalog.has("Tea", { unitPriceMinor: 450 });
  const mug = worker.catalog.has("Mug", { unitPriceMinor: 1200 });
  worker.orders.stock.set(tea, 100).set(mug, 5);
  return {
    ...worker,
    tea,
    mug,
    post: (path: string, body: unknown, headers = {}) =>
      worker.requestJson(path, { method: "POST", body, headers }),
    patch: (path: string, body: unknown, headers = {}) =>
      worker.requestJson(path, { method: "PATCH", body, headers }),
    currentCart: async ({ id }: Cart) => (await worker.requestJson(`/v1/carts/${id}`)).body as Cart,
  };
};
export type TestCarts = Awaited<ReturnType<typeof testCarts>>;
