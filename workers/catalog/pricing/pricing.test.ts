import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { userErased } from "#events/users";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import type { CustomerGroup } from "./customer-groups.contract";
import type { AdminMarket } from "./markets.contract";
import { asPricer } from "./pricing.testing";

const HOUR_MS = 3_600_000;

let catalog: TestCatalog;
let shop: ReturnType<typeof asPricer>;
beforeAll(async () => {
  catalog = await testCatalog();
  shop = asPricer(catalog);
});
afterAll(() => catalog.stop());

/** Returns a new variant at 10.00 EUR. */
const newVariant = async () => {
  const { body } = await shop.staff<AdminProduct>("POST", "/products", lampInput());
  return body.variants[0]?.id ?? "";
};
const inHours = (hours: number) => new Date(catalog.clock.now() + hours * HOUR_MS).toISOString();
const newGroup = async (customerIds: string[]) =>
  (await shop.staff<CustomerGroup>("POST", "/customer-groups", { title: "Club", customerIds }))
    .body;
const newMarket = async (countries: string[], priceListIds: string[], currency = "EUR") =>
  shop.staff<AdminMarket>("POST", "/markets", { name: "M", countries, currency, priceListIds });

describe("prices", () => {
  test("takes the lowest of the variant's price and the lists, and never a higher one", async () => {
    const variantId = await newVariant();
    await shop.list({ prices: [{ variantId, amount: 1200 }] });
    expect(await shop.priced(variantId)).toMatchObject({ unitPriceMinor: 1000, tiers: [] });
    await shop.list({ prices: [{ variantId, amount: 900 }] });
    await shop.list({ prices: [{ variantId, amount: 850 }] });
    expect(await shop.priced(variantId)).toMatchObject({ unitPriceMinor: 850, tiers: [] });
  });

  test("returns the tiers of all lists that are lower than fewer units", async () => {
    const variantId = await newVariant();
    const tier = (minQuantity: number, amount: number) => ({ variantId, minQuantity, amount });
    await shop.list({ prices: [tier(5, 900), tier(10, 950), tier(20, 700)] });
    await shop.list({ prices: [tier(5, 880), tier(7, 800)] });
    expect((await shop.priced(variantId)).tiers).toEqual([
      { minQuantity: 5, amountMinor: 880 },
      { minQuantity: 7, amountMinor: 800 },
      { minQuantity: 20, amountMinor: 700 },
    ]);
  });

  test("begins and ends a list at its times, without a job", async () => {
    const variantId = await newVariant();
    await shop.list({
      startsAt: inHours(1),
      endsAt: inHours(2),
      prices: [{ variantId, amount: 700 }],
    });
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(1000);
    catalog.clock.advance(HOUR_MS);
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(700);
    catalog.clock.advance(HOUR_MS - 1);
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(700);
    catalog.clock.advance(1);
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(1000);
  });

  test("gives the list of a group to its members only, until they are erased", async () => {
    const [variantId, member] = [await newVariant(), newId("user")];
    const group = await newGroup([member]);
    await shop.list({ customerGroupId: group.id, prices: [{ variantId, amount: 600 }] });
    const minorOf = async (userId: string | null) =>
      (await shop.priced(variantId, { userId })).unitPriceMinor;
    expect(await minorOf(member)).toBe(600);
    expect(await minorOf(null)).toBe(1000);
    expect(await minorOf(newId("user"))).toBe(1000);
    const about = { source: "users", subject: member, sequence: 1, nowMs: catalog.clock.now() };
    const erased = newEvent(userErased, { ...about, data: { userId: member } });
    await inCall(() => dispatch(catalog.handlers, erased));
    expect(await minorOf(member)).toBe(1000);
  });

  test("applies the list of a market in its countries only", async () => {
    const variantId = await newVariant();
    const list = await shop.list({ prices: [{ variantId, amount: 500 }] });
    const market = (await newMarket(["AT", "DE"], [list.id])).body;
    const inCountry = (country: string | null) => shop.priced(variantId, { country });
    expect(await inCountry("DE")).toMatchObject({
      unitPriceMinor: 500,
      market: { id: market.id, currency: "EUR" },
      pricedByCountry: true,
    });
    expect(await inCountry("US")).toMatchObject({ unitPriceMinor: 1000, market: null });
    expect(await inCountry(null)).toMatchObject({ unitPriceMinor: 500 });
    await shop.staff("DELETE", `/markets/${market.id}`);
  });

  test("leaves a variant without a price in the currency unsold, whatever a list says", async () => {
    const variantId = await newVariant();
    const { status } = await shop.staff("POST", "/price-lists", {
      ...{ title: "Dollars", currency: "USD", prices: [{ variantId, amount: 100 }] },
    });
    expect(status).toBe(201);
    expect((await shop.priced(variantId, {}, "USD")).unitPriceMinor).toBeNull();
  });
});

describe("price lists", () => {
  test("refuses unknown variants with their pointers, and writes nothing", async () => {
    const variantId = await newVariant();
    const prices = [
      { variantId, amount: 1 },
      { variantId: newId("variant"), amount: 1 },
    ];
    const refused = await shop.staff<object>("POST", "/price-lists", {
      ...{ title: "Refused", currency: "EUR", prices },
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: "price_list_invalid",
      errors: [{ pointer: "/prices/1/variantId", code: "unknown_variant" }],
    });
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(1000);
  });

  test("refuses an unknown group, an end before the start, and the same price twice", async () => {
    const variantId = await newVariant();
    const codesOf = async (more: object) => {
      const { body } = await shop.staff<{ errors: { code: string }[] }>("POST", "/price-lists", {
        ...{ title: "Refused", currency: "EUR", ...more },
      });
      return body.errors.map(({ code }) => code);
    };
    const price = { variantId, amount: 5 };
    expect(await codesOf({ customerGroupId: newId("customerGroup") })).toEqual(["unknown_group"]);
    expect(await codesOf({ startsAt: inHours(2), endsAt: inHours(1) })).toEqual(["before_start"]);
    expect(await codesOf({ prices: [price, price] })).toEqual(["duplicate_price"]);
  });

  test("changes, lists and deletes a list, by its version", async () => {
    catalog.clock.advance(1);
    const variantId = await newVariant();
    const list = await shop.list({ prices: [{ variantId, amount: 900 }] });
    const path = `/price-lists/${list.id}`;
    const read = await shop.staff("GET", path);
    expect(read.body as unknown).toEqual(list);
    const change = { prices: [{ variantId, amount: 800 }] };
    const stale = { "if-match": '"9-abc"' };
    expect((await shop.staff("PATCH", path, change, stale)).status).toBe(412);
    const changed = await shop.staff("PATCH", path, change, { "if-match": read.etag ?? "" });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, title: "Sale" } });
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(800);
    const page = await shop.staff<{ data: object[] }>("GET", "/price-lists?limit=1");
    expect(page.body.data).toMatchObject([{ id: list.id, version: 2 }]);
    expect((await shop.staff("DELETE", path)).status).toBe(204);
    expect((await shop.staff("GET", path)).status).toBe(404);
    expect((await shop.priced(variantId)).unitPriceMinor).toBe(1000);
  });

  test("creates one list when a request is repeated", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const body = { title: "Once", currency: "EUR" };
    const first = await shop.staff("POST", "/price-lists", body, headers);
    const again = await shop.staff("POST", "/price-lists", body, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("keeps 10,000 prices, and refuses more", async () => {
    const variants = Array.from({ length: 11 }, (_, nth) => ({
      ...{ options: { Size: `${nth}` }, prices: [{ currency: "EUR", amount: 1000 }] },
    }));
    const { body } = await shop.staff<AdminProduct>("POST", "/products", lampInput({ variants }));
    const prices = body.variants.flatMap(({ id: variantId }) =>
      Array.from({ length: 999 }, (_, at) => ({
        variantId,
        amount: 998 - at,
        minQuantity: at + 1,
      })),
    );
    const [first] = (await shop.list({ prices: prices.slice(0, 10_000) })).prices;
    expect((await shop.priced(first?.variantId ?? "")).tiers).toHaveLength(998);
    const refused = await shop.staff("POST", "/price-lists", {
      ...{ title: "Too long", currency: "EUR", prices: prices.slice(0, 10_001) },
    });
    expect(refused.status).toBe(400);
  });

  test("loses the prices of a product that is deleted", async () => {
    const { body } = await shop.staff<AdminProduct>("POST", "/products", lampInput());
    const variantId = body.variants[0]?.id ?? "";
    const list = await shop.list({ prices: [{ variantId, amount: 900 }] });
    expect((await shop.staff("DELETE", `/products/${body.id}`)).status).toBe(204);
    const read = await shop.staff<object>("GET", `/price-lists/${list.id}`);
    expect(read.body).toMatchObject({ prices: [] });
  });
});

describe("customer groups", () => {
  test("replaces the members, and refuses to delete a group that a list names", async () => {
    const [one, other] = [newId("user"), newId("user")];
    const group = await newGroup([one]);
    const path = `/customer-groups/${group.id}`;
    const changed = await shop.staff<CustomerGroup>("PATCH", path, { customerIds: [other] });
    expect(changed.body).toMatchObject({ title: "Club", customerIds: [other], version: 2 });
    const list = await shop.list({ customerGroupId: group.id });
    const refused = await shop.staff<object>("DELETE", path);
    expect(refused).toMatchObject({ status: 409, body: { code: "customer_group_in_use" } });
    await shop.staff("DELETE", `/price-lists/${list.id}`);
    expect((await shop.staff("DELETE", path)).status).toBe(204);
  });
});

describe("markets", () => {
  test("refuses a country of another market, and an unknown list", async () => {
    const { body } = await newMarket(["FR", "NL"], []);
    expect(await newMarket(["BE", "FR"], [])).toMatchObject({
      status: 409,
      body: { code: "country_taken", country: "FR" },
    });
    expect(await newMarket(["BE"], [newId("priceList")])).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/priceListIds/0", code: "unknown_price_list" }] },
    });
    const changed = await shop.staff<AdminMarket>("PATCH", `/markets/${body.id}`, {
      countries: ["FR"],
    });
    expect(changed.body).toMatchObject({ countries: ["FR"], currency: "EUR", version: 2 });
    expect((await newMarket(["NL"], [])).status).toBe(201);
  });

  test("shows markets to everyone, without their price lists", async () => {
    const answer = await catalog.ask("/v1/markets");
    expect(answer.headers.get("cache-control")).toContain("public");
    const { data } = (await answer.json()) as { data: AdminMarket[] };
    const dutch = data.find(({ countries }) => countries.includes("NL"));
    expect(dutch).toMatchObject({ name: "M", currency: "EUR", taxIncluded: true });
    expect(dutch).not.toHaveProperty("priceListIds");
  });
});
