import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { shopifyFile } from "#workers/catalog/testing";
import { ADDRESS, type Buying, buying } from "./buying";
import { eventually, type Json, type System, sequentialDepth, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
let buy: Buying;
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
  buy = buying(system, staff);
}, BOOT_MS);
afterAll(() => system?.stop());

const send = (raw: string) =>
  system.ask("POST", "/v1/admin/products/import", {
    raw,
    token: staff,
    headers: { "content-type": "text/csv" },
  });
const load = async (csv: string): Promise<Json> => {
  const { status, body } = await send(csv);
  expect([status, body.errors]).toEqual([200, []]);
  return body;
};
const variantsOf = async (slug: string): Promise<Json[]> =>
  (await system.ask("GET", `/v1/products/${slug}`)).body.variants;
const cartWith = async (variantId: string, quantity = 1): Promise<Json> =>
  (await system.ask("POST", "/v1/carts", { body: { lines: [{ variantId, quantity }] } })).body;
const cart = async (id: string): Promise<Json> => (await system.ask("GET", `/v1/carts/${id}`)).body;

const first = (color: string) =>
  `club-shirt,Club Shirt,,,,,TRUE,Color,${color},SHIRT,shopify,5,deny,9.90,,,,,active`;
const next = (color: string) => `club-shirt,,,,,,,,${color},SHIRT,shopify,5,deny,9.90,,,,,`;
interface Item {
  slug: string;
  tracker: string;
  quantity: string;
  price?: string;
}

const item = ({ slug, tracker, quantity, price = "9.90" }: Item) =>
  `${slug},${slug},,,,,TRUE,Title,Default Title,,${tracker},${quantity},deny,${price},,,,,active`;

test("keeps the items of a cart when a file lists variants of one SKU in another order", async () => {
  await load(shopifyFile(first("Red"), next("Blue")));
  const [red, blue] = await variantsOf("club-shirt");
  const { id } = await cartWith(red.id);

  const { variants } = await load(shopifyFile(first("Blue"), next("Red")));
  expect(variants).toMatchObject({ created: 0, removed: 0 });
  const kept = await cart(id);
  expect(kept.lines).toMatchObject([{ variantId: red.id, options: { Color: "Red" } }]);
  expect(kept.messages).toEqual([]);

  await load(shopifyFile(first("Blue")));
  const left = await cart(id);
  expect(left.messages).toMatchObject([{ code: "variant_gone" }]);
  expect((await variantsOf("club-shirt")).map((variant) => variant.id)).toEqual([blue.id]);
  expect(await buy.stockOf(blue.id)).toMatchObject({ available: 5 });
});

test("sells an untracked variant in any quantity up to the limit of a line", async () => {
  await load(
    shopifyFile(
      item({ slug: "engraving", tracker: "", quantity: "0" }),
      item({ slug: "poster", tracker: "", quantity: "" }),
      item({ slug: "last-cup", tracker: "shopify", quantity: "0" }),
    ),
  );
  for (const slug of ["engraving", "poster"]) {
    const [variant] = await variantsOf(slug);
    expect(variant).toMatchObject({ available: true, tracked: false });
    const ready = await buy.readyCart(variant.id, `${slug}@example.com`);
    const line = `/v1/carts/${ready.id}/lines/${ready.lines[0].id}`;
    const full = await system.ask("PATCH", line, { body: { quantity: 999 } });
    expect(full.body.messages).toEqual([]);
    const { status, body } = await buy.place(full.body);
    expect([status, body.status]).toEqual([201, "confirmed"]);
    expect(await buy.stockOf(variant.id)).toMatchObject({ available: 0 });
    expect((await variantsOf(slug))[0]).toMatchObject({ available: true });
  }
  const [cup] = await variantsOf("last-cup");
  expect(cup).toMatchObject({ available: false, tracked: true });
  const refused = await buy.place(await buy.readyCart(cup.id, "cup@example.com"));
  expect([refused.status, refused.body.code]).toEqual([409, "insufficient_stock"]);
});

test("imports a file in a job that events carry on, and changes nothing by its export", async () => {
  const rows = Array.from({ length: 250 }, (_, nth) =>
    item({ slug: `mass-${nth}`, tracker: "shopify", quantity: "3" }),
  );
  const importing = (raw: string) =>
    system.ask("POST", "/v1/admin/products/import", {
      ...{ raw, token: staff },
      headers: { "content-type": "text/csv", prefer: "respond-async" },
    });
  const ended = async ({ headers }: { headers: Headers }): Promise<Json> =>
    eventually(
      "the end of the job",
      async () =>
        (await system.ask("GET", headers.get("location") ?? "", { token: staff })).body as Json,
      (job) => job.status === "succeeded",
    );
  const began = await importing(shopifyFile(...rows));
  expect([began.status, began.body.progress]).toEqual([202, { done: 0, total: 250 }]);
  expect((await ended(began)).report.products).toMatchObject({ created: 250 });
  const file = await system.ask("GET", "/v1/admin/products/export?q=mass", { token: staff });
  expect([file.status, file.headers.get("content-disposition")]).toEqual([
    200,
    'attachment; filename="products.csv"',
  ]);
  expect((await ended(await importing(file.text))).report).toMatchObject({
    ...{ products: { unchanged: 250, updated: 0 }, variants: { unchanged: 250, updated: 0 } },
  });
});

test("imports one product or answers a retryable conflict when four imports run at once", async () => {
  const answers = await Promise.all(
    ["1.00", "2.00", "3.00", "4.00"].map((price) =>
      send(shopifyFile(item({ slug: "crowd", tracker: "shopify", quantity: "5", price }))),
    ),
  );
  for (const { status, headers } of answers)
    if (status !== 200) {
      expect([409, 503]).toContain(status);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
  expect(await variantsOf("crowd")).toHaveLength(1);
});

test("reads a product of 300 variants, its list and its cart in as many round trips as a small product", async () => {
  const rows = Array.from({ length: 300 }, (_, index) =>
    index === 0
      ? "nuts,Nuts,,,,,TRUE,Size,1,,shopify,5,deny,9.90,,,,,active"
      : `nuts,,,,,,,,${index + 1},,shopify,5,deny,9.90,,,,,`,
  );
  expect((await load(shopifyFile(...rows))).variants.created).toBe(300);
  const depthOf = async (method: string, path: string, body?: object) => {
    const requestId = `req-${crypto.randomUUID()}`;
    const headers = { "x-request-id": requestId };
    const answer = await system.ask(method, path, { headers, ...(body ? { body } : {}) });
    expect(answer.status).toBeLessThan(300);
    const answeredAt = performance.timeOrigin + performance.now();
    const calls = await system.callsOf(requestId);
    return sequentialDepth(calls.filter(({ endedAt }) => endedAt <= answeredAt));
  };
  expect(await depthOf("GET", "/v1/products/nuts")).toBe(1);
  expect(await depthOf("GET", "/v1/products?limit=17")).toBe(1);
  const variants = await variantsOf("nuts");
  expect(variants).toHaveLength(300);
  const { id } = await cartWith(variants[299].id);
  const line = { variantId: variants[150].id, quantity: 1 };
  expect(await depthOf("POST", `/v1/carts/${id}/lines`, line)).toBeLessThanOrEqual(3);
  const reads: number[] = [];
  // On a busy machine, parallel calls may not overlap.
  for (let times = 0; times < 3; times += 1) reads.push(await depthOf("GET", `/v1/carts/${id}`));
  expect(Math.min(...reads)).toBeLessThanOrEqual(2);
});

test("confirms, pays and mails an order without calling the payment provider when the total is zero", async () => {
  await load(
    shopifyFile(item({ slug: "free-sample", tracker: "shopify", quantity: "5", price: "0.00" })),
  );
  const { write } = connect(addressIn(system.variables, "orders"));
  await write.run(sql`insert into shipping_rates (id, title, country, currency, amount_minor, position)
    values ('sho_at_free', 'Free', 'AT', 'EUR', 0, 99)`);
  const [{ id: variantId }] = await variantsOf("free-sample");
  const email = "nothing-due@example.com";
  const { id } = await cartWith(variantId);
  const shippingAddress = { ...ADDRESS, city: "Wien", postalCode: "1010", country: "AT" };
  const body = { email, shippingAddress, shippingOptionId: "sho_at_free" };
  const ready = (await system.ask("PATCH", `/v1/carts/${id}`, { body })).body;
  expect(ready.totals.total.amount).toBe(0);

  const order = await system.ask("POST", "/v1/orders", {
    body: { cartId: id, payment: { method: "card" } },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect([order.status, order.body.status, order.body.paymentStatus]).toEqual([
    201,
    "confirmed",
    "paid",
  ]);
  expect(order.body.payment).toMatchObject({ method: "none", status: "succeeded" });
  expect(await buy.stockOf(variantId)).toMatchObject({ available: 4, reserved: 0, sold: 1 });
  await eventually(
    "the mail of an order that costs nothing",
    () => system.mailsTo(email),
    (mails) => mails.some((mail) => mail.subject.includes(order.body.number)),
  );
  await eventually(
    "its cart is completed",
    () => cart(id),
    ({ status }) => status === "completed",
  );
  expect(await system.intentsOf([order.body.id])).toEqual([]);
});
