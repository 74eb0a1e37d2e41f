import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { OrdersVars } from "#orders/env";
import { buying } from "#tests/buying";
import { placeOrder, readyCart, variantsOf } from "#tests/security/guest";
import { newCustomer, signIn } from "#tests/security/principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import type { Json } from "#tests/system";

/**
 * What one account can hold without payment: orders that wait for 3-D Secure, from one household.
 */
setDefaultTimeout(2 * PATIENCE_MS);
/** The header in which the edge sends the client's address. */
const ADDRESS = "x-client-address";
const ALLOWED = OrdersVars.UNPAID_ORDERS_PER_ACCOUNT.parse(undefined);
const CROWD = ALLOWED + 10;

let shop: ServedShop;
let variantId: string;
beforeAll(async () => {
  process.env.CLIENT_IP_HEADER = ADDRESS;
  shop = await startServed().finally(() => delete process.env.CLIENT_IP_HEADER);
  [{ id: variantId }] = (await variantsOf(shop)) as [Json];
  const { token: staff } = await signIn(shop, "staff@bodega.test");
  await buying(shop, staff).setStock(variantId, 500);
}, BOOT_MS);
afterAll(() => shop?.stop());

/** Returns an address of one household, which has more addresses than orders. */
const orderFrom = (cart: Json, token: string, nth: number) =>
  placeOrder(shop, cart.id, {
    token,
    card: "pm_card_threeDSecure2Required",
    headers: { [ADDRESS]: `2001:db8:a:1::${nth}` },
  });
const leftOf = ({ headers }: { headers: Headers }) =>
  Number(/^"orders_account";r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]);

test("accepts exactly the limit of unpaid orders of an account, and does not affect other accounts", async () => {
  const [{ token }, other] = [await newCustomer(shop), await newCustomer(shop)];
  const carts: Json[] = [];
  for (let i = 0; i < CROWD; i += 1)
    carts.push(await readyCart(shop, [{ variantId, quantity: 1 }]));
  const answers = await Promise.all(carts.map((cart, i) => orderFrom(cart, token, i)));
  const made = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ body }) => body.code === "rate_limited");
  expect([made.length, refused.length]).toEqual([ALLOWED, CROWD - ALLOWED]);
  const left = made.map(leftOf).sort((a, b) => a - b);
  expect(left).toEqual(Array.from({ length: ALLOWED }, (_, i) => i));
  for (const { status, headers } of refused) {
    expect(status).toBe(429);
    expect(headers.get("ratelimit-policy")).toBe(`"orders_account";q=${ALLOWED};w=3600`);
    expect(Number(headers.get("retry-after"))).toBeWithin(1, 3601);
  }
  const cart = carts[answers.findIndex(({ status }) => status === 429)] as Json;
  expect((await shop.ask("GET", `/v1/carts/${cart.id}`, { token })).body.status).toBe("open");
  const theirs = await readyCart(shop, [{ variantId, quantity: 1 }]);
  const elsewhere = await orderFrom(theirs, other.token, 0);
  expect([elsewhere.status, leftOf(elsewhere)]).toEqual([201, ALLOWED - 1]);
});
