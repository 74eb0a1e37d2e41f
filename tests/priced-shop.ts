import { expect } from "bun:test";
import { inArray } from "drizzle-orm";
import { variantPrices } from "#db/catalog/price.schema";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { shippingRates } from "#db/orders/schema";
import { ADDRESS, buying } from "./buying";
import { moneyBooks } from "./money-books";
import { reconciling } from "./reconciling";
import { eventually, type Json, type System, startSystem } from "./system";

const RETURN_URL = "http://localhost:3000/thanks";
const UNITS = 200;

/** Prices whose sums divide neither by the tax nor by the parts that are refunded, in chargeable steps. */
export const CURRENCIES = {
  EUR: { provider: "stripe", prices: [1999, 333], shipping: 701, part: 333 },
  JPY: { provider: "stripe", prices: [1_777, 311], shipping: 701, part: 101 },
  KWD: { provider: "stripe", prices: [12_370, 1_130], shipping: 1_010, part: 330 },
  INR: { provider: "razorpay", prices: [19_999, 3_333], shipping: 7_001, part: 333 },
} as const;
export type Currency = keyof typeof CURRENCIES;

/** The units of the two variants in each order. */
export const QUANTITIES = [3, 7] as const;

const expressTo = (currency: Currency) => `sho_de_totals_${currency.toLowerCase()}`;

/** Sells variants in all currencies, with a shipping rate for each. */
const offer = async (system: System, variantIds: readonly string[]) => {
  const [catalog, orders] = (["catalog", "orders"] as const).map((name) =>
    connect(addressIn(system.variables, name)),
  );
  await catalog?.write
    .delete(variantPrices)
    .where(inArray(variantPrices.variantId, [...variantIds]));
  for (const [currency, { prices, shipping }] of Object.entries(CURRENCIES)) {
    await catalog?.write
      .insert(variantPrices)
      .values(
        variantIds.map((variantId, at) => ({ variantId, currency, amountMinor: prices[at] ?? 0 })),
      );
    await orders?.write.insert(shippingRates).values({
      id: expressTo(currency as Currency),
      title: "Express",
      country: "DE",
      currency,
      amountMinor: shipping,
      position: 90,
    });
  }
};

/** Sells two variants in all currencies, and returns how guests buy them and what staff do. */
const pricedShop = async (system: System, staff: string) => {
  const shop = buying(system, staff);
  const variantIds: string[] = (await shop.variants()).slice(0, 2).map(({ id }) => id);
  await offer(system, variantIds);
  for (const id of variantIds) await shop.setStock(id, UNITS);

  const key = () => ({ "idempotency-key": crypto.randomUUID() });
  const asBuyer = ({ accessToken }: Json) => ({ ...key(), "bodega-order-token": accessToken });
  const read = async (order: Json): Promise<Json> =>
    (await system.ask("GET", `/v1/orders/${order.id}`, { headers: asBuyer(order) })).body;
  const until = (order: Json, what: string, isSo: (seen: Json) => boolean) =>
    eventually(what, () => read(order), isSo);

  const place = async (currency: Currency, method?: "manual"): Promise<Json> => {
    const lines = variantIds.map((variantId, at) => ({ variantId, quantity: QUANTITIES[at] }));
    const { body: cart } = await system.ask("POST", "/v1/carts", { body: { lines, currency } });
    const person = { email: "sums@example.com", shippingAddress: ADDRESS };
    await system.ask("PATCH", `/v1/carts/${cart.id}`, {
      body: { ...person, shippingOptionId: expressTo(currency) },
    });
    const online =
      CURRENCIES[currency].provider === "stripe"
        ? { method: "card", token: "pm_card_visa" }
        : { method: "upi", returnUrl: RETURN_URL };
    const payment = method ? { method } : online;
    const { status, body } = await system.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment },
      headers: key(),
    });
    expect(status).toBe(201);
    return body;
  };

  /** Pays an order at Razorpay as its buyer does. Nothing is left to do for a card. */
  const pay = async (order: Json, currency: Currency) => {
    if (CURRENCIES[currency].provider === "stripe") return;
    const { orders } = await system.books("razorpay");
    const own = orders.find(({ notes }: Json) => notes.order_id === order.id);
    const url = `${system.variables.RAZORPAY_URL}/_dev/orders/${own.id}/pay`;
    const body = JSON.stringify({ method: "upi", outcome: "success" });
    expect((await fetch(url, { method: "POST", body })).status).toBe(200);
  };

  return {
    variantIds,
    asBuyer,
    read,
    until,
    place,
    pay,

    /** Asks as staff, and requires success. */
    async act(path: string, body?: Json): Promise<Json> {
      const answer = await system.ask("POST", `/v1/admin${path}`, {
        headers: key(),
        token: staff,
        ...(body ? { body } : {}),
      });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
      return answer.body;
    },

    /** Places an order, and waits until its money is taken. */
    async paid(currency: Currency): Promise<Json> {
      const order = await place(currency);
      await pay(order, currency);
      await until(order, "the capture", ({ paymentStatus }) => paymentStatus === "paid");
      return order;
    },
  };
};
export type PricedShop = Awaited<ReturnType<typeof pricedShop>>;

/** Starts a shop with prices in all currencies, and what compares its books. */
export const startPricedShop = async () => {
  const system = await startSystem();
  const staff = await system.signIn("staff@bodega.test");
  const shop = await pricedShop(system, staff);
  return { system, staff, shop, books: moneyBooks(system), daily: reconciling(system) };
};
