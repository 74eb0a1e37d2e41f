import { cartStore } from "#cart/carts.store";
import { checkoutStore } from "#cart/checkout/checkout.store";
import { mutationOf } from "#cart/mutation.rules";
import { type RedisEngine, testRedis } from "#cart/redis.testing";
import type { LineContent } from "#cart/stored-cart.rules";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";

/** The Lua engines to test on: that of the stand-in, and a real Redis if the machine has one. */
export const ENGINES: readonly RedisEngine[] = Bun.which("redis-server")
  ? ["embedded", "server"]
  : ["embedded"];

const content = (variantId = newId("variant")): LineContent => ({
  variantId,
  properties: {},
  addedAtMs: Date.now(),
  seen: { productId: newId("product"), slug: "tea", title: "Tee “grün”", price: money(350, "EUR") },
});

export const lineOf = (id = newId("line"), quantity = 1) => ({
  id,
  quantity,
  currency: "EUR",
  content: content(),
});

const randomId = () => crypto.randomUUID().replaceAll("-", "").slice(0, 16);

/** Returns a mutation without an idempotency key. */
export const unkeyed = (expectedVersion?: number) =>
  mutationOf({ request: undefined, randomId: randomId(), expectedVersion });

/** Returns a mutation under an idempotency key. A different body gives a different fingerprint. */
export const keyed = (key: string, body = "a") => {
  const request = { scope: "cart POST /lines", key, fingerprint: body.repeat(64) };
  return mutationOf({ request, randomId: randomId() });
};

/** Starts a Redis that no other test uses, and returns the cart's stores on it. */
export const testStores = async (engine: RedisEngine) => {
  const cloud = await testRedis(engine);
  const store = cartStore(cloud.redis);
  return {
    cloud,
    store,
    checkout: checkoutStore(cloud.redis),

    /** Creates a cart with these lines and returns its id. */
    async newCart(lines: { id: string; quantity: number }[] = []) {
      const cartId = newId("cart");
      const stored = lines.map((line) => ({ ...line, ...content() }));
      const cart = { currency: "EUR", country: null, lines: stored };
      await store.create(cartId, cart, await unkeyed());
      return cartId;
    },

    async requireCart(cartId: string) {
      const cart = await store.read(cartId);
      if (!cart) throw new Error("the cart does not exist");
      return cart;
    },
  };
};
export type TestStores = Awaited<ReturnType<typeof testStores>>;
