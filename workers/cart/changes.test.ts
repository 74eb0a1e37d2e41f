import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Cart, CartLine } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { Order } from "#contract/orders";
import { canonicalJson } from "#kernel/encoding";
import { newId } from "#kernel/ids";
import { ADDRESS, STANDARD, type TestCart, testCart } from "./testing";

let shop: TestCart;
beforeAll(async () => {
  shop = await testCart();
});
afterAll(() => shop.stop());

const OPTIONS = { Size: "M", Colour: "Blue" };

interface Opened {
  cart: Cart;
  variantId: string;
}

/** A cart that could be ordered, with two units of one variant. */
const opened = async (): Promise<Opened> => {
  const variantId = shop.catalog.has("Mug", { options: OPTIONS, sku: "MUG-M", image: "/mug.png" });
  shop.orders.stock.set(variantId, 10);
  const { id } = await shop.cartWith({ variantId, quantity: 2 });
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId: STANDARD.id,
  };
  const { body: cart } = await shop.asked(`/v1/carts/${id}`, { method: "PATCH", body });
  return { cart: cart as Cart, variantId };
};
const read = async ({ id }: Cart) => (await shop.asked(`/v1/carts/${id}`)).body as Cart;
const place = ({ id }: Cart) =>
  shop.asked("/v1/orders", {
    method: "POST",
    headers: { "idempotency-key": crypto.randomUUID() },
    body: { cartId: id, payment: { method: "card", token: "pm_card_visa" } },
  });

/** By what a shopper recognises a line. */
const thingOf = ({ variantId, productId, title, options, unitPrice, quantity }: CartLine) =>
  canonicalJson({ variantId, productId, title, options, unitPrice, quantity });

/** Every field of a variant with a change of it, and the message that tells of it; none: it is the same thing. */
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
};

describe("a line of an open cart", () => {
  test.each(
    Object.values(CHANGES)
      .flat()
      .map(([change, code, content]) => [JSON.stringify(change), code, change, content] as const),
  )("after %s carries the message %p, or is the same thing", async (_, code, change, content) => {
    const { cart, variantId } = await opened();
    shop.catalog.change(variantId, change);
    const now = await read(cart);
    const [[before], [line]] = [cart.lines, now.lines];
    if (!before || !line) throw new Error("the line is gone");
    expect(line.messages.map((message) => message.code)).toEqual(code === null ? [] : [code]);
    if (content !== undefined) expect(line.messages[0]?.content).toBe(content);
    if (code === null) {
      const spelling = { ...line, options: before.options };
      expect(thingOf(spelling)).toBe(thingOf(before));
    }
  });

  test.each(
    Object.values(CHANGES)
      .flat()
      .map(([change, code]) => [JSON.stringify(change), change, code] as const),
  )("after %s is sold as the cart shows it, or not at all", async (_, change, code) => {
    const { cart, variantId } = await opened();
    shop.catalog.change(variantId, change);
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
  });

  test("that has become another variant is sold once it was put in again", async () => {
    const { cart, variantId } = await opened();
    shop.catalog.change(variantId, { options: { ...OPTIONS, Size: "L" } });
    const path = `/v1/carts/${cart.id}/lines`;
    await shop.ask(`${path}/${cart.lines[0]?.id}`, { method: "DELETE" });
    shop.clock.advance(31_000);
    const added = await shop.asked(path, { method: "POST", body: { variantId, quantity: 2 } });
    expect((added.body as Cart).messages).toEqual([]);
    const body = { shippingOptionId: STANDARD.id };
    await shop.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect(await place(cart)).toMatchObject({
      status: 201,
      body: { lines: [{ options: { Size: "L" } }] },
    });
  });

  test("comes back as it was when its variant was removed and is sold again", async () => {
    const { cart, variantId } = await opened();
    const variant = { options: OPTIONS, sku: "MUG-M", image: "/mug.png" };
    shop.catalog.forget(variantId);
    const without = await read(cart);
    expect(without.lines[0]).toMatchObject({
      options: OPTIONS,
      messages: [{ code: "variant_gone" }],
    });
    shop.catalog.change(variantId, {
      ...variant,
      ...{ variantId, productId: cart.lines[0]?.productId ?? "", title: "Mug", slug: "mug" },
    });
    expect((await read(cart)).lines[0]).toMatchObject({ variantId, title: "Mug", messages: [] });
  });

  test("from before options were remembered is sold as it is", async () => {
    const { cart, variantId } = await opened();
    const field = `l:${cart.lines[0]?.id}`;
    const text = (await shop.redis.command("HGET", `cart:${cart.id}`, field)) as string;
    const content = JSON.parse(text);
    delete content.seen.options;
    await shop.redis.command("HSET", `cart:${cart.id}`, field, JSON.stringify(content));
    shop.catalog.change(variantId, { options: { Size: "L" } });
    expect((await read(cart)).messages).toEqual([]);
    expect((await place(cart)).status).toBe(201);
  });
});

describe("what surrounds a line", () => {
  test.each([
    [0, "“Mug (M, Blue)” is out of stock."],
    [1, "Only 1 of “Mug (M, Blue)” is in stock."],
  ])("says how many there are when stock is corrected to %d", async (units, content) => {
    const { cart, variantId } = await opened();
    shop.orders.stock.set(variantId, units);
    const path = "/lines/0/quantity";
    const told = { code: "insufficient_stock", content, path, available: units };
    expect((await read(cart)).lines[0]).toMatchObject({ available: false, messages: [told] });
  });

  test("says so when the chosen shipping is no longer offered, and sells nothing until another is", async () => {
    const { cart } = await opened();
    const { DE } = shop.orders.rates;
    shop.orders.rates.DE = [{ ...STANDARD, id: "sho_other" }];
    const now = await read(cart);
    const placed = await place(cart);
    shop.orders.rates.DE = DE ?? [];
    expect(now.messages).toMatchObject([{ code: "shipping_option_gone" }]);
    expect(placed).toMatchObject({ status: 422, body: { missing: ["shippingOption"] } });
  });

  test("a variant's product never becomes another one without a message", async () => {
    const { cart, variantId } = await opened();
    shop.catalog.change(variantId, { productId: newId("product"), title: "Bowl", options: {} });
    const codes = (await read(cart)).messages.map(({ code }) => code);
    expect(codes).toEqual(["options_changed", "title_changed"]);
  });
});
