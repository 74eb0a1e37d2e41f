import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { Cart, CartLine } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { Order } from "#contract/orders";
import { canonicalJson } from "#kernel/encoding";
import { newId } from "#kernel/ids";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCart;
beforeAll(async () => {
  worker = await testCart();
});
afterAll(() => worker.stop());

const OPTIONS = { Size: "M", Colour: "Blue" };

interface CompleteCart {
  cart: Cart;
  variantId: string;
}

/** Creates a cart that can be ordered, with two units of one variant. */
const completeCart = async (): Promise<CompleteCart> => {
  const variantId = worker.catalog.has("Mug", {
    options: OPTIONS,
    sku: "MUG-M",
    image: "/mug.png",
  });
  worker.orders.stock.set(variantId, 10);
  const { id } = await worker.cartWith({ variantId, quantity: 2 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
  };
  const { body: cart } = await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body });
  return { cart: cart as Cart, variantId };
};
const read = async ({ id }: Cart) => (await worker.requestJson(`/v1/carts/${id}`)).body as Cart;
const place = ({ id }: Cart) =>
  worker.requestJson("/v1/orders", {
    method: "POST",
    headers: { "idempotency-key": crypto.randomUUID() },
    body: { cartId: id, payment: { method: "card", token: "pm_card_visa" } },
  });

/** Returns the fields by which a shopper recognises a line. */
const identityOf = ({ variantId, productId, title, options, unitPrice, quantity }: CartLine) =>
  canonicalJson({ variantId, productId, title, options, unitPrice, quantity });

const PART = {
  ...{ variantId: newId("variant"), title: "Cup", sku: null, quantity: 1 },
  ...{ inventoryPolicy: "deny" as const, tracked: false },
};

/**
 * Changes of every field of a variant. Each has the code of the message that the cart shows, or null if the
 * shopper still gets the same article.
 */
const CHANGES: Record<
  Exclude<keyof SellableVariant, "variantId" | "productId">,
  [change: Partial<SellableVariant>, code: string | null, content?: string][]
> = {
  title: [[{ title: "Cup" }, "title_changed", "“Mug” is now called “Cup”."]],
  options: [
    [
      { options: { ...OPTIONS, Size: "L" } },
      "options_changed",
      "“Mug (M, Blue)” is now “Mug (L, Blue)”. Please remove it, and add it again if it is what you want.",
    ],
    [{ options: { "Mug size": "M", Colour: "Blue" } }, "options_changed"],
    [{ options: {} }, "options_changed"],
    [{ options: { colour: "BLUE", size: "m" } }, null],
  ],
  unitPriceMinor: [
    [
      { unitPriceMinor: 2100 },
      "price_changed",
      "“Mug (M, Blue)” costs €21.00 now; it was €19.99 when you added it.",
    ],
    [
      { unitPriceMinor: null },
      "variant_gone",
      "“Mug (M, Blue)” has no price in EUR. It is not part of the total.",
    ],
  ],
  tiers: [
    [
      { tiers: [{ minQuantity: 2, amountMinor: 1500 }] },
      "price_changed",
      "“Mug (M, Blue)” costs €15.00 now; it was €19.99 when you added it.",
    ],
    [{ tiers: [{ minQuantity: 3, amountMinor: 1500 }] }, null],
  ],
  market: [[{ market: { id: newId("market"), name: "EU", currency: "EUR" } }, null]],
  pricedByCountry: [[{ pricedByCountry: true }, null]],
  published: [
    [
      { published: false },
      "variant_gone",
      "“Mug (M, Blue)” is no longer sold. It is not part of the total.",
    ],
  ],
  slug: [[{ slug: "another-handle" }, null]],
  variantTitle: [[{ variantTitle: "Medium, blue" }, null]],
  sku: [
    [{ sku: "MUG-2" }, null],
    [{ sku: null }, null],
  ],
  image: [
    [{ image: "/other.png" }, null],
    [{ image: null }, null],
  ],
  inventoryPolicy: [[{ inventoryPolicy: "continue" }, null]],
  tracked: [[{ tracked: false }, null]],
  requiresShipping: [[{ requiresShipping: false }, null]],
  returnPolicy: [[{ returnPolicy: { returnable: false, windowDays: null } }, null]],
  parts: [
    [
      { parts: [PART] },
      "options_changed",
      "“Mug (M, Blue)” contains something else now. Please remove it, and add it again if it is what you want.",
    ],
  ],
};

describe("a line of an open cart", () => {
  test.each(
    Object.values(CHANGES)
      .flat()
      .map(([change, code, content]) => [JSON.stringify(change), code, change, content] as const),
  )(
    "shows for the changed variant %s the message %p, or the same article if null",
    async (_, code, change, content) => {
      const { cart, variantId } = await completeCart();
      worker.catalog.change(variantId, change);
      const now = await read(cart);
      const [[before], [line]] = [cart.lines, now.lines];
      if (!before || !line) throw new Error("the line does not exist");
      expect(line.messages.map((message) => message.code)).toEqual(code === null ? [] : [code]);
      if (content !== undefined) expect(line.messages[0]?.content).toBe(content);
      if (code === null) {
        const spelling = { ...line, options: before.options };
        expect(identityOf(spelling)).toBe(identityOf(before));
      }
    },
  );

  test.each(
    Object.values(CHANGES)
      .flat()
      .map(([change, code]) => [JSON.stringify(change), change, code] as const),
  )(
    "sells a line as the cart shows it, or refuses the order, after the variant's change %s",
    async (_, change, code) => {
      const { cart, variantId } = await completeCart();
      worker.catalog.change(variantId, change);
      const shown = await read(cart);
      const { status, body } = await place(cart);
      if (code === "options_changed" || code === "variant_gone") {
        expect({ status, body }).toMatchObject({ status: 422, body: { missing: ["lines"] } });
        return;
      }
      expect(status).toBe(201);
      const { lines, totals } = body as Order;
      const { available: _a, messages: _m, ...line } = shown.lines[0] as CartLine;
      expect({ lines, totals }).toEqual({ lines: [line], totals: shown.totals });
    },
  );

  test("accepts the order when the shopper has removed and added a variant whose options changed", async () => {
    const { cart, variantId } = await completeCart();
    worker.catalog.change(variantId, { options: { ...OPTIONS, Size: "L" } });
    const path = `/v1/carts/${cart.id}/lines`;
    await worker.ask(`${path}/${cart.lines[0]?.id}`, { method: "DELETE" });
    worker.clock.advance(31_000);
    const added = await worker.requestJson(path, {
      method: "POST",
      body: { variantId, quantity: 2 },
    });
    expect((added.body as Cart).messages).toEqual([]);
    const body = { shippingOptionId: STANDARD.id };
    await worker.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect(await place(cart)).toMatchObject({
      status: 201,
      body: { lines: [{ options: { Size: "L" } }] },
    });
  });

  test("shows a line without messages when its removed variant is published again", async () => {
    const { cart, variantId } = await completeCart();
    const variant = { options: OPTIONS, sku: "MUG-M", image: "/mug.png" };
    worker.catalog.forget(variantId);
    const without = await read(cart);
    expect(without.lines[0]).toMatchObject({
      options: OPTIONS,
      messages: [{ code: "variant_gone" }],
    });
    worker.catalog.change(variantId, {
      ...variant,
      variantId,
      productId: cart.lines[0]?.productId ?? "",
      title: "Mug",
      slug: "mug",
    });
    expect((await read(cart)).lines[0]).toMatchObject({ variantId, title: "Mug", messages: [] });
  });

  test("accepts the order of a line that an earlier release stored without options", async () => {
    const { cart, variantId } = await completeCart();
    const field = `l:${cart.lines[0]?.id}`;
    const text = (await worker.redis.command("HGET", `cart:${cart.id}`, field)) as string;
    const content = JSON.parse(text);
    delete content.seen.options;
    await worker.redis.command("HSET", `cart:${cart.id}`, field, JSON.stringify(content));
    worker.catalog.change(variantId, { options: { Size: "L" } });
    expect((await read(cart)).messages).toEqual([]);
    expect((await place(cart)).status).toBe(201);
  });
});

describe("changes that affect a line of a cart", () => {
  test.each([
    [0, "“Mug (M, Blue)” is out of stock."],
    [1, "Only 1 of “Mug (M, Blue)” is in stock."],
  ])("reports the units in stock when staff corrects the stock to %d", async (units, content) => {
    const { cart, variantId } = await completeCart();
    worker.orders.stock.set(variantId, units);
    const path = "/lines/0/quantity";
    const message = { code: "insufficient_stock", content, path, available: units };
    expect((await read(cart)).lines[0]).toMatchObject({ available: false, messages: [message] });
  });

  test("reports a shipping option that is no longer offered, and refuses the order until the shopper chooses another", async () => {
    const { cart } = await completeCart();
    const { DE } = worker.orders.rates;
    worker.orders.rates.DE = [{ ...STANDARD, id: "sho_other" }];
    const now = await read(cart);
    const placed = await place(cart);
    worker.orders.rates.DE = DE ?? [];
    expect(now.messages).toMatchObject([{ code: "shipping_option_gone" }]);
    expect(placed).toMatchObject({ status: 422, body: { missing: ["shippingOption"] } });
  });

  test("reports changed options and a changed title when a variant has moved to another product", async () => {
    const { cart, variantId } = await completeCart();
    worker.catalog.change(variantId, { productId: newId("product"), title: "Bowl", options: {} });
    const codes = (await read(cart)).messages.map(({ code }) => code);
    expect(codes).toEqual(["options_changed", "title_changed"]);
  });
});
