import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { PlacedOrder } from "#contract/orders";
import { type Actor, GUEST } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { userActor } from "#kernel/testing";
import { STANDARD } from "#orders/terms.testing";

let shop: TestCart;
beforeAll(async () => {
  shop = await testCart();
});
afterAll(() => shop.stop());

const keyed = () => ({ "idempotency-key": crypto.randomUUID() });
// biome-ignore lint/suspicious/noExplicitAny: a test reads the bodies of answers freely.
type Json = any;

interface Asking {
  actor?: Actor;
  headers?: Record<string, string>;
  query?: string;
}

const orderOf = async (actor: Actor = GUEST): Promise<PlacedOrder> => {
  const variantId = shop.catalog.has("Tea", { unitPriceMinor: 450 });
  shop.orders.stock.set(variantId, 100);
  const { id } = await shop.cartWith({ variantId, quantity: 2 });
  const person = { email: "ada@example.com", shippingAddress: ADDRESS };
  const chosen = { ...person, shippingOptionId: STANDARD.id };
  await shop.requestJson(`/v1/carts/${id}`, { method: "PATCH", body: chosen, actor });
  const payment = { method: "card", token: "pm_card_visa" };
  const body = { cartId: id, payment };
  const headers = keyed();
  return (await shop.requestJson("/v1/orders", { method: "POST", body, actor, headers }))
    .body as PlacedOrder;
};
const tokenOf = ({ accessToken = "" }: PlacedOrder) => ({ "Bodega-Order-Token": accessToken });
const ask = async (
  { id }: { id: string },
  body: Json,
  { actor = GUEST, headers = {}, query = "" }: Asking = {},
) => {
  const path = `/v1/orders/${id}/returns${query}`;
  const sent = { method: "POST", body, actor, headers: { ...keyed(), ...headers } };
  const { status, body: answered, headers: sentBack } = await shop.requestJson(path, sent);
  return { status, body: answered as Json, headers: sentBack };
};
const lines = [{ lineId: newId("line"), quantity: 1, reason: "damaged" }];
const refund = { lines, resolution: "refund" };
const exchangeFor = (...variantIds: string[]) => ({
  lines,
  resolution: "exchange",
  exchangeFor: variantIds.map((variantId) => ({ variantId, quantity: 2 })),
});

describe("a return", () => {
  test("is sent to the orders Worker without prices when it is for a refund", async () => {
    const order = await orderOf();
    const body = { ...refund, lines: [{ ...lines[0], note: "It is broken." }] };
    const { status } = await ask(order, body, { headers: tokenOf(order) });
    expect(status).toBe(201);
    expect(shop.orders.returns.at(-1)).toMatchObject({
      orderId: order.id,
      lines,
      notes: [{ lineId: lines[0]?.lineId, text: "It is broken." }],
      exchangeFor: [],
      exchange: null,
    });
  });

  test("is asked for by the owner, and by a guest with the token in header or query", async () => {
    const buyer = userActor();
    const [owned, guest] = [await orderOf(buyer), await orderOf()];
    const answers = await Promise.all([
      ask(owned, refund, { actor: buyer }),
      ask(guest, refund, { headers: tokenOf(guest) }),
      ask(guest, refund, { query: `?accessToken=${encodeURIComponent(guest.accessToken ?? "")}` }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  });

  test("is answered 404 to others, for a refund and for an exchange", async () => {
    const [owned, guest] = [await orderOf(userActor()), await orderOf()];
    const tea = shop.catalog.has("Tea");
    for (const body of [refund, exchangeFor(tea)]) {
      const answers = await Promise.all([
        ask(owned, body, { actor: userActor() }),
        ask(owned, body),
        ask(guest, body, { headers: { "Bodega-Order-Token": "wrong" } }),
        ask({ id: newId("order") }, body, { headers: tokenOf(guest) }),
        ask({ id: "x" }, body, { headers: tokenOf(guest) }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    }
  });

  test("needs an idempotency key, which makes one return", async () => {
    const order = await orderOf();
    const path = `/v1/orders/${order.id}/returns`;
    const headers = tokenOf(order);
    const keyless = await shop.requestJson(path, { method: "POST", body: refund, headers });
    expect(keyless.body).toMatchObject({ status: 400, code: "idempotency_key_required" });
    const strange = await shop.requestJson(path, { method: "POST", body: refund });
    expect(strange.body).toMatchObject({ status: 404, code: "not_found" });
    const same = { headers: { ...headers, ...keyed() } };
    const [first, again] = [await ask(order, refund, same), await ask(order, refund, same)];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("is refused when its body is invalid", async () => {
    const order = await orderOf();
    const tea = shop.catalog.has("Tea");
    const bodies = [
      { ...refund, lines: [] },
      { ...refund, lines: Array.from({ length: 201 }, () => lines[0]) },
      { ...refund, lines: [{ ...lines[0], reason: "bored" }] },
      { ...refund, lines: [{ ...lines[0], note: "x".repeat(1001) }] },
      { ...refund, lines: [{ ...lines[0], note: " " }] },
      { ...exchangeFor(tea), resolution: "refund" },
      { lines, resolution: "exchange" },
      { ...exchangeFor(tea), exchangeFor: [{ variantId: tea, quantity: 0 }] },
    ];
    for (const body of bodies)
      expect((await ask(order, body, { headers: tokenOf(order) })).body.code).toBe(
        "validation_failed",
      );
  });
});

describe("an exchange", () => {
  test("is priced at the current prices of the order's currency", async () => {
    const order = await orderOf();
    const [mug, bowl] = [
      shop.catalog.has("Mug", { unitPriceMinor: 1250, inventoryPolicy: "continue" }),
      shop.catalog.has("Bowl", { unitPriceMinor: 700, tracked: false }),
    ];
    await ask(order, exchangeFor(mug, bowl), { headers: tokenOf(order) });
    expect(shop.orders.returns.at(-1)?.exchange).toMatchObject({
      lines: [
        { variantId: mug, title: "Mug", quantity: 2, unitPrice: { amount: 1250, currency: "EUR" } },
        { variantId: bowl, title: "Bowl", quantity: 2, total: { amount: 1400, currency: "EUR" } },
      ],
      policies: { [mug]: "continue", [bowl]: "untracked" },
    });
  });

  test("is refused with the place in the body when a variant is not sold", async () => {
    const order = await orderOf();
    const [sold, hidden, unpriced] = [
      shop.catalog.has("Sold"),
      shop.catalog.has("Hidden", { published: false }),
      shop.catalog.has("Unpriced", { unitPriceMinor: null }),
    ];
    const refusal = (id: string) =>
      ask(order, exchangeFor(sold, id), { headers: tokenOf(order) }).then(({ body }) => body);
    for (const [id, code] of [
      [hidden, "variant_unavailable"],
      [unpriced, "variant_unavailable"],
      [newId("variant"), "variant_unknown"],
    ] as const)
      expect(await refusal(id)).toMatchObject({
        status: 422,
        code,
        errors: [{ pointer: "/exchangeFor/1/variantId", code }],
      });
  });

  test("is answered as before when the request is repeated after the variant went", async () => {
    const order = await orderOf();
    const mug = shop.catalog.has("Mug");
    const same = { headers: { ...tokenOf(order), ...keyed() } };
    const first = await ask(order, exchangeFor(mug), same);
    shop.catalog.forget(mug);
    const again = await ask(order, exchangeFor(mug), same);
    expect([again.status, again.body]).toEqual([201, first.body]);
  });
});
