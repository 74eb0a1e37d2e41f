import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Cart } from "#contract/cart";
import { type Actor, GUEST } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { userActor } from "#kernel/testing";
import { ADDRESS, ADDRESS_HEADER, STANDARD, type TestCart, testCart } from "./testing";

let shop: TestCart;
let sale: TestCart;
beforeAll(async () => {
  [shop, sale] = await Promise.all([testCart(), testCart("embedded", { provedBuyersOnly: true })]);
});
afterAll(async () => {
  await shop.stop();
  await sale.stop();
});

const readyCart = async (at: TestCart, actor: Actor = GUEST): Promise<Cart> => {
  const tea = at.catalog.has("Tea", { unitPriceMinor: 450 });
  at.orders.stock.set(tea, 100);
  const { id } = await at.cartWith({ variantId: tea, quantity: 2 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
  };
  return (await at.asked(`/v1/carts/${id}`, { method: "PATCH", body, actor })).body as Cart;
};
const place = (
  at: TestCart,
  { id }: Cart,
  {
    actor = GUEST,
    key = crypto.randomUUID() as string,
    headers = {} as Record<string, string>,
  } = {} as { actor?: Actor; key?: string; headers?: Record<string, string> },
) =>
  at.asked("/v1/orders", {
    method: "POST",
    body: { cartId: id, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": key, ...headers },
    actor,
  });
const statusOf = async (at: TestCart, { id }: Cart) => (await at.store.read(id))?.status;

describe("a buyer's network", () => {
  test("goes with the placement when the edge's header names an address", async () => {
    const cart = await readyCart(shop);
    await place(shop, cart, { headers: { [ADDRESS_HEADER]: "2001:db8::7" } });
    expect(shop.orders.placements.at(-1)?.network).toBe("2001:db8:0:0::/64");
  });

  test("is null when there is no such header", async () => {
    await place(shop, await readyCart(shop));
    expect(shop.orders.placements.at(-1)?.network).toBeNull();
  });

  test("gets its cart back when it has too many unpaid orders, and its key is taken again", async () => {
    const [cart, key] = [await readyCart(shop), crypto.randomUUID()];
    const headers = { "Retry-After": "60", RateLimit: '"orders_network";r=0;t=60' };
    shop.orders.fated(new AppError("rate_limited", undefined, { headers }));
    const refused = await place(shop, cart, { key });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(refused.headers.get("ratelimit")).toBe('"orders_network";r=0;t=60');
    expect(await statusOf(shop, cart)).toBe("open");
    expect((await place(shop, cart, { key })).status).toBe(201);
  });
});

describe("a session that has ended", () => {
  test("places no order, and leaves the cart open", async () => {
    const actor = userActor();
    const cart = await readyCart(shop, actor);
    shop.ended.add(actor.sessionId);
    expect((await place(shop, cart, { actor })).status).toBe(401);
    expect(await statusOf(shop, cart)).toBe("open");
  });

  test.each(["confirmed", "declined", "action"] as const)(
    "gets no kept answer to a repeated key: %s",
    async (fate) => {
      const [actor, key] = [userActor(), crypto.randomUUID()];
      const cart = await readyCart(shop, actor);
      shop.orders.fated(fate);
      await place(shop, cart, { actor, key });
      const before = await statusOf(shop, cart);
      shop.ended.add(actor.sessionId);
      const refused = await place(shop, cart, { actor, key });
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([
        401,
        "unauthenticated",
      ]);
      expect(await statusOf(shop, cart)).toBe(before);
      const signedInAgain = { ...actor, sessionId: userActor().sessionId };
      const answered = await place(shop, cart, { actor: signedInAgain, key });
      expect(answered.headers.get("idempotent-replayed")).toBe("true");
    },
  );
});

describe("a shop that requires proved buyers", () => {
  test("refuses guests and accounts with an unproved address, and leaves their carts open", async () => {
    const guests = await readyCart(sale);
    const asGuest = await place(sale, guests);
    expect([asGuest.status, asGuest.body]).toMatchObject([401, { code: "unauthenticated" }]);
    const actor = userActor();
    const own = await readyCart(sale, actor);
    const unproved = await place(sale, own, { actor });
    expect([unproved.status, unproved.body]).toMatchObject([409, { code: "email_unverified" }]);
    expect([await statusOf(sale, guests), await statusOf(sale, own)]).toEqual(["open", "open"]);
    expect(sale.orders.placements).toEqual([]);
  });

  test("takes the order of an account with a proved address", async () => {
    const actor = userActor();
    sale.proved.add(actor.userId);
    const cart = await readyCart(sale, actor);
    expect((await place(sale, cart, { actor })).status).toBe(201);
  });

  test("repeats an answer that was given before", async () => {
    const [actor, key] = [userActor(), crypto.randomUUID()];
    sale.proved.add(actor.userId);
    const cart = await readyCart(sale, actor);
    await place(sale, cart, { actor, key });
    sale.proved.delete(actor.userId);
    const again = await place(sale, cart, { actor, key });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  });
});
