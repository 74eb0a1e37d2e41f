import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { buying } from "#tests/buying";
import { readyCart, variantsOf } from "#tests/security/guest";
import { signIn } from "#tests/security/principals";
import { BOOT_MS, PATIENCE_MS, type Served, startServed } from "#tests/security/shop";
import type { Json } from "#tests/system";
import { OrdersVars } from "#workers/orders/env";

/** What a stranger can hold without paying: orders that wait for 3-D Secure. */
setDefaultTimeout(2 * PATIENCE_MS);
/** By which a request says where it comes from, as the edge would. */
const ADDRESS = "x-client-address";
const ALLOWED = OrdersVars.UNPAID_ORDERS_PER_NETWORK.parse(undefined);
const CROWD = ALLOWED + 10;

let shop: Served;
let variantId: string;
beforeAll(async () => {
  process.env.CLIENT_IP_HEADER = ADDRESS;
  shop = await startServed().finally(() => delete process.env.CLIENT_IP_HEADER);
  [{ id: variantId }] = (await variantsOf(shop)) as [Json];
  const { token: staff } = await signIn(shop, "staff@bodega.test");
  await buying(shop, staff).setStock(variantId, 500);
}, BOOT_MS);
afterAll(() => shop?.stop());

const order = (cart: Json, address: string, card = "pm_card_threeDSecure2Required") =>
  shop.ask("POST", "/v1/orders", {
    body: { cartId: cart.id, payment: { method: "card", token: card } },
    headers: { "idempotency-key": crypto.randomUUID(), [ADDRESS]: address },
  });
const leftOf = ({ headers }: { headers: Headers }) =>
  Number(/^"orders_network";r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]);

test("takes exactly as many unpaid orders as a network may have, and hinders no other network", async () => {
  const carts: Json[] = [];
  for (let i = 0; i < CROWD; i += 1)
    carts.push(await readyCart(shop, [{ variantId, quantity: 1 }]));
  // One household has more addresses than there are orders.
  const answers = await Promise.all(carts.map((cart, i) => order(cart, `2001:db8:a:1::${i}`)));
  const made = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(
    ({ status, body }) => status === 429 && body.code === "rate_limited",
  );
  expect([made.length, refused.length]).toEqual([ALLOWED, CROWD - ALLOWED]);
  const left = made.map(leftOf).sort((a, b) => a - b);
  expect(left).toEqual(Array.from({ length: ALLOWED }, (_, i) => i));
  for (const { headers } of refused) {
    expect(headers.get("ratelimit-policy")).toBe(`"orders_network";q=${ALLOWED};w=3600`);
    expect(Number(headers.get("retry-after"))).toBeWithin(1, 3601);
  }
  const cart = carts[answers.findIndex(({ status }) => status === 429)];
  expect((await shop.ask("GET", `/v1/carts/${cart?.id}`)).body.status).toBe("open");
  const elsewhere = await order(cart as Json, "2001:db8:a:2::1", "pm_card_visa");
  expect([elsewhere.status, elsewhere.body.status]).toEqual([201, "confirmed"]);
});
