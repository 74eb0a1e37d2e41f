import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ADDRESS, ADDRESS_HEADER, type TestCart, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { type Actor, GUEST } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { userActor } from "#kernel/testing";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCart;
let restricted: TestCart;
beforeAll(async () => {
  [worker, restricted] = await Promise.all([testCart(), testCart({ verifiedBuyersOnly: true })]);
});
afterAll(async () => {
  await worker.stop();
  await restricted.stop();
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
  return (await at.requestJson(`/v1/carts/${id}`, { method: "PATCH", body, actor })).body as Cart;
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
  at.requestJson("/v1/orders", {
    method: "POST",
    body: { cartId: id, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": key, ...headers },
    actor,
  });
const save = (at: TestCart, { id }: Cart, actor: Actor, method = "card") =>
  at.requestJson("/v1/orders", {
    method: "POST",
    body: { cartId: id, payment: { method, token: "pm_card_visa", save: true } },
    headers: { "idempotency-key": crypto.randomUUID() },
    actor,
  });
const statusOf = async (at: TestCart, { id }: Cart) => (await at.store.read(id))?.status;

describe("saving a card", () => {
  test("adds the wish of an account to the placement", async () => {
    const actor = userActor();
    const answer = await save(worker, await readyCart(worker, actor), actor);
    expect(answer.status).toBe(201);
    expect(worker.orders.placements.at(-1)?.payment).toMatchObject({ save: true });
  });

  test("refuses guests and other methods, and leaves the cart open", async () => {
    const actor = userActor();
    const refusals = [
      [await readyCart(worker), GUEST, "card"],
      [await readyCart(worker, actor), actor, "upi"],
    ] as const;
    for (const [cart, buyer, method] of refusals) {
      const answer = await save(worker, cart, buyer, method);
      const { code } = answer.body as { code: string };
      expect([answer.status, code]).toEqual([422, "payment_method_not_savable"]);
      expect(await statusOf(worker, cart)).toBe("open");
    }
  });
});

describe("the network of a buyer", () => {
  test("adds the buyer's network to the placement when the edge's header has an IP address", async () => {
    const cart = await readyCart(worker);
    await place(worker, cart, { headers: { [ADDRESS_HEADER]: "2001:db8::7" } });
    expect(worker.orders.placements.at(-1)?.network).toBe("2001:db8:0:0::/64");
  });

  test("places an order without a network when the edge's header is missing", async () => {
    await place(worker, await readyCart(worker));
    expect(worker.orders.placements.at(-1)?.network).toBeNull();
  });

  test("thaws the cart and accepts the same idempotency key again when the network had too many unpaid orders", async () => {
    const [cart, key] = [await readyCart(worker), crypto.randomUUID()];
    const headers = { "Retry-After": "60", RateLimit: '"orders_network";r=0;t=60' };
    worker.orders.setOutcomes(new AppError("rate_limited", undefined, { headers }));
    const refused = await place(worker, cart, { key });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(refused.headers.get("ratelimit")).toBe('"orders_network";r=0;t=60');
    expect(await statusOf(worker, cart)).toBe("open");
    expect((await place(worker, cart, { key })).status).toBe(201);
  });
});

describe("orders of an ended session", () => {
  test("places no order and leaves the cart open when the buyer's session has ended", async () => {
    const actor = userActor();
    const cart = await readyCart(worker, actor);
    worker.ended.add(actor.sessionId);
    expect((await place(worker, cart, { actor })).status).toBe(401);
    expect(await statusOf(worker, cart)).toBe("open");
  });

  test.each(["confirmed", "declined", "action"] as const)(
    "answers 401 instead of the stored answer when the session has ended after the outcome %s",
    async (outcome) => {
      const [actor, key] = [userActor(), crypto.randomUUID()];
      const cart = await readyCart(worker, actor);
      worker.orders.setOutcomes(outcome);
      await place(worker, cart, { actor, key });
      const before = await statusOf(worker, cart);
      worker.ended.add(actor.sessionId);
      const refused = await place(worker, cart, { actor, key });
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([
        401,
        "unauthenticated",
      ]);
      expect(await statusOf(worker, cart)).toBe(before);
      const signedInAgain = { ...actor, sessionId: userActor().sessionId };
      const answered = await place(worker, cart, { actor: signedInAgain, key });
      expect(answered.headers.get("idempotent-replayed")).toBe("true");
    },
  );
});

describe("a shop that requires verified e-mail addresses", () => {
  test("refuses orders of guests and unverified accounts, and leaves their carts open", async () => {
    const guests = await readyCart(restricted);
    const asGuest = await place(restricted, guests);
    expect([asGuest.status, asGuest.body]).toMatchObject([401, { code: "unauthenticated" }]);
    const actor = userActor();
    const own = await readyCart(restricted, actor);
    const unverified = await place(restricted, own, { actor });
    expect([unverified.status, unverified.body]).toMatchObject([409, { code: "email_unverified" }]);
    expect([await statusOf(restricted, guests), await statusOf(restricted, own)]).toEqual([
      "open",
      "open",
    ]);
    expect(restricted.orders.placements).toEqual([]);
  });

  test("places the order of an account with a verified e-mail address", async () => {
    const actor = userActor();
    restricted.verified.add(actor.userId);
    const cart = await readyCart(restricted, actor);
    expect((await place(restricted, cart, { actor })).status).toBe(201);
  });

  test("replays a stored answer when the buyer's address is no longer verified", async () => {
    const [actor, key] = [userActor(), crypto.randomUUID()];
    restricted.verified.add(actor.userId);
    const cart = await readyCart(restricted, actor);
    await place(restricted, cart, { actor, key });
    restricted.verified.delete(actor.userId);
    const again = await place(restricted, cart, { actor, key });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  });
});
