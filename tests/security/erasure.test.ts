import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eventually, type Json } from "#tests/system";
import { everythingKept } from "./dump";
import { mint, newCustomer, PASSWORD, signIn } from "./principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** S-PII: an export is complete, and an erasure removes a person from every store. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
beforeAll(async () => {
  shop = await startServed();
}, BOOT_MS);
afterAll(() => shop?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });

/** Unique texts, one of each kind, that occur only in this person's data. */
const canaries = () => {
  const mark = crypto.randomUUID().slice(0, 8);
  return {
    email: `canary-mail-${mark}@example.com`,
    name: `Canary Name ${mark}`,
    line1: `Canary Street ${mark}`,
    line2: `Canary Floor ${mark}`,
    city: `Canary City ${mark}`,
    region: `Canary Region ${mark}`,
    phone: `+49 30 ${mark}`,
    note: `Canary Note ${mark}`,
    engraving: `Canary Words ${mark}`,
    source: `canary-form-${mark}`,
    device: `CanaryBrowser/${mark}`,
    newEmail: `canary-move-${mark}@example.com`,
    staffNote: `Canary Staff Note ${mark}`,
    staffTag: `canary-tag-${mark}`,
    review: `Canary Review ${mark}`,
    author: `Canary Author ${mark}`,
    returnUrl: `http://localhost:3000/canary-page-${mark}`,
  };
};
type Canaries = ReturnType<typeof canaries>;

const addressOf = ({ name, line1, line2, city, region, phone }: Canaries) => ({
  name,
  line1,
  line2,
  city,
  region,
  phone,
  postalCode: "10999",
  country: "DE",
});

/** Sends a request with an idempotency key, so that its answer is stored. */
const asking = (token: string) => async (method: string, path: string, body?: unknown) => {
  const answer = await shop.ask(method, path, {
    token,
    headers: key(),
    ...(body === undefined ? {} : { body }),
  });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.body as Json;
};

const cartOf = async (ask: ReturnType<typeof asking>, canary: Canaries) => {
  const { body: list } = await shop.ask("GET", "/v1/products?inStock=true&limit=20");
  const variants = list.data.flatMap((product: Json) => product.variants);
  const variantId = variants.find((variant: Json) => variant.available).id;
  const properties = { Engraving: canary.engraving };
  const cart = await ask("POST", "/v1/carts", { lines: [{ variantId, quantity: 1, properties }] });
  const path = `/v1/carts/${cart.id}`;
  const shippingAddress = addressOf(canary);
  const addresses = { shippingAddress, billingAddress: shippingAddress };
  await ask("PATCH", path, { email: canary.email, note: canary.note, ...addresses });
  const options = await ask("GET", `${path}/shipping-options`);
  return ask("PATCH", path, { shippingOptionId: options.data[0].id });
};

const orderOf = async (ask: ReturnType<typeof asking>, canary: Canaries, card: string) => {
  const cart = await cartOf(ask, canary);
  const payment = { method: "card", token: card, returnUrl: canary.returnUrl };
  return ask("POST", "/v1/orders", { cartId: cart.id, payment });
};

/** Creates a customer with data in every store. */
const newCustomerInEveryStore = async () => {
  const canary = canaries();
  const { email, name, source, device } = canary;
  const registered = await shop.ask("POST", "/v1/auth/register", {
    body: { email, password: PASSWORD, name },
    headers: { ...key(), "user-agent": device },
  });
  await shop.ask("POST", "/v1/auth/login", {
    body: { email, password: PASSWORD },
    headers: { ...key(), "user-agent": device },
  });
  const token = registered.body.accessToken as string;
  const ask = asking(token);
  const address = await ask("POST", "/v1/me/addresses", addressOf(canary));
  await ask("PATCH", `/v1/me/addresses/${address.id}`, { line2: canary.line2 });
  await ask("PATCH", "/v1/me", { name });
  await ask("PUT", "/v1/me/consents", { marketing: true, source });
  await ask("POST", "/v1/me/email", { currentPassword: PASSWORD, newEmail: canary.newEmail });
  const sold = await orderOf(ask, canary, "pm_card_visa");
  const waiting = await orderOf(ask, canary, "pm_card_threeDSecure2Required");
  const reviewed = `/v1/products/${sold.lines[0].productId}/reviews`;
  const { author, review } = canary;
  await ask("POST", reviewed, { rating: 5, title: review, body: review, author });
  const staff = asking((await signIn(shop, "staff@bodega.test")).token);
  await staff("POST", `/v1/admin/orders/${sold.id}/notes`, { text: canary.staffNote });
  await staff("POST", `/v1/admin/orders/${sold.id}/tags`, { add: [canary.staffTag] });
  const cart = await cartOf(ask, canary);
  return { canary, token, userId: registered.body.user.id as string, sold, waiting, cart };
};
type Customer = Awaited<ReturnType<typeof newCustomerInEveryStore>>;

/** Returns the stores that contain a canary. */
const knownIn = async (canary: Canaries) => {
  const kept = await everythingKept(shop);
  return Object.entries(kept).flatMap(([store, text]) =>
    Object.entries(canary)
      .filter(([, mark]) => text.includes(mark))
      .map(([kind]) => `${store}: ${kind}`),
  );
};
const withProof = (token: string, currentPassword = PASSWORD, headers = {}) =>
  shop.ask("DELETE", "/v1/me", { token, body: { currentPassword }, headers });

describe("S-PII", () => {
  let customer: Customer;
  let other: Customer;
  beforeAll(async () => {
    customer = await newCustomerInEveryStore();
    other = await newCustomerInEveryStore();
  }, PATIENCE_MS);

  test("exports all data of an account from every store, and none of other accounts", async () => {
    const { canary, token, userId, sold, waiting, cart } = customer;
    const { status, body, text, headers } = await shop.ask("GET", "/v1/me/export", { token });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("private, no-store");
    // The return URL belongs to the storefront: an erasure must remove it, but an export need not
    // show it.
    const { returnUrl: _, ...exported } = canary;
    for (const mark of Object.values(exported)) expect(text).toContain(mark);
    expect(body).toMatchObject({
      exportedAt: expect.any(String),
      account: { id: userId, email: canary.email },
      addresses: [{ line1: canary.line1 }],
      consents: [{ purpose: "marketing", granted: true, source: canary.source }],
    });
    expect(body.orders.map(({ id }: Json) => id)).toEqual([sold.id, waiting.id]);
    expect(body.payments).toHaveLength(2);
    expect(body.carts.map(({ id }: Json) => id)).toContain(cart.id);
    expect(body.sessions).toHaveLength(2);
    expect(body.messages.length).toBeGreaterThan(0);
    expect(body.audit.map(({ act }: Json) => act)).toContain("consent.changed");
    for (const mark of Object.values(other.canary)) expect(text).not.toContain(mark);
    for (const secret of ["$argon2", "$scrypt", token]) expect(text).not.toContain(secret);
  });

  test("refuses an export when the session has ended", async () => {
    const { canary } = other;
    const { token, refreshToken } = await signIn(shop, canary.email, PASSWORD);
    await shop.ask("POST", "/v1/auth/logout", { body: { refreshToken } });
    expect((await shop.ask("GET", "/v1/me/export", { token })).status).toBe(401);
  });

  test("erases an account without password right after sign-in, and sends a last mail", async () => {
    const { token, email } = await newCustomer(shop);
    expect((await shop.ask("DELETE", "/v1/me", { token })).status).toBe(204);
    const body = { email, password: PASSWORD };
    expect((await shop.ask("POST", "/v1/auth/login", { body })).status).toBe(401);
    await eventually(
      "a last mail",
      () => shop.mailsTo(email),
      (mails) => mails.some(({ subject }) => subject === "Your account was deleted"),
    );
    await eventually(
      "no erasure notice waiting",
      async () => (await everythingKept(shop))["database users"] ?? "",
      (users) => users.includes('["farewells",[]]'),
    );
  });

  test("refuses to erase an account without its password", async () => {
    const { token, canary } = customer;
    const refused = await withProof(token, "not the password");
    expect([refused.status, refused.body.code]).toEqual([401, "invalid_credentials"]);
    expect((await shop.ask("DELETE", "/v1/me", { token, body: {} })).status).toBe(400);
    const endedToken = await mint(shop, { sub: customer.userId, sid: "ses_gone00000", roles: [] });
    expect((await shop.ask("DELETE", "/v1/me", { token: endedToken })).status).toBe(401);
    expect((await shop.ask("GET", "/v1/me", { token })).body.email).toBe(canary.email);
  });

  test("removes addresses, names and texts of an erased account from every store", async () => {
    const { token, canary } = customer;
    expect(await knownIn(canary)).toContain("database orders: line1");
    const headers = key();
    expect((await withProof(token, PASSWORD, headers)).status).toBe(204);
    await eventually(
      "no personal data left",
      () => knownIn(canary),
      (left) => left.length === 0,
    );
    // The answer to an erasure is not stored, because ended sessions receive no stored answers.
    expect((await withProof(token, PASSWORD, headers)).status).toBe(401);
    expect((await withProof(token)).status).toBe(401);
  });

  test("refuses an erased account every session, cart and change", async () => {
    const { token, canary, cart } = customer;
    const refused = async (method: string, path: string, body?: unknown) =>
      (await shop.ask(method, path, { token, ...(body ? { body } : {}) })).status;
    expect(await refused("GET", "/v1/me")).toBe(401);
    expect(await refused("GET", "/v1/me/export")).toBe(401);
    expect(await refused("POST", "/v1/me/addresses", addressOf(canary))).toBe(401);
    expect(await refused("POST", "/v1/carts", {})).toBe(401);
    expect(await refused("PATCH", `/v1/carts/${other.cart.id}`, { note: canary.note })).toBe(401);
    expect((await shop.ask("GET", `/v1/carts/${cart.id}`)).status).toBe(404);
    const login = { email: canary.email, password: PASSWORD };
    const { status, body } = await shop.ask("POST", "/v1/auth/login", { body: login });
    expect([status, body.code]).toEqual([401, "invalid_credentials"]);
    expect(await knownIn(canary)).toEqual([]);
  });

  test("keeps orders for staff with their numbers, lines and totals", async () => {
    const { sold } = customer;
    const { token } = await signIn(shop, "staff@bodega.test");
    const { body } = await shop.ask("GET", `/v1/orders/${sold.id}`, { token });
    const { number, currency, totals } = sold;
    expect(body).toMatchObject({
      number,
      currency,
      totals,
      email: "",
      lines: [{ title: sold.lines[0].title, total: sold.lines[0].total, properties: {} }],
      shippingAddress: { name: "", line1: "", city: "", postalCode: "", country: "DE" },
    });
  });

  test("keeps the data of other accounts", async () => {
    const { canary, token, sold } = other;
    expect((await shop.ask("GET", "/v1/me", { token })).body.email).toBe(canary.email);
    const { body } = await shop.ask("GET", `/v1/orders/${sold.id}`, { token });
    expect(body.shippingAddress.line1).toBe(canary.line1);
  });

  test("logs no personal data", () => {
    const logs = shop.lines.join("\n");
    for (const mark of Object.values(customer.canary)) expect(logs).not.toContain(mark);
  });

  test("refuses to erase the last admin", async () => {
    const { token } = await signIn(shop, "admin@bodega.test");
    const { status, body } = await withProof(token, "corner-shop-2026");
    expect([status, body.code]).toEqual([409, "last_admin"]);
    expect((await shop.ask("GET", "/v1/me", { token })).status).toBe(200);
  });
});
