import { oneOf, type Random } from "#cloud/random";
import type { SeedProduct } from "#workers/catalog/seed/seed.store";
import { popularSearches, searchFor } from "./queries";

interface Ask {
  method: string;
  path: string;
  /** The only status that is not an error. */
  expect: number;
  body?: object;
  headers?: Record<string, string>;
}

/** One buyer of the load: its requests, the products for sale, and its counts. */
export interface Shopper {
  /**
   * Returns the body.
   * @throws if the status is not the expected one
   */
  ask(request: Ask): Promise<string>;
  random: Random;
  products: readonly SeedProduct[];
  /** Adds to a sum that the bench compares with the books. */
  count(what: "orders" | "unitsSold", by: number): void;
}

export interface Scenario {
  name: string;
  title: string;
  /** What one unit consists of. */
  unit: string;
  /** The required units per second, as a share of the bare Worker's requests per second. */
  target: number | null;
  /** The maximum of concurrent clients. */
  clientsMax?: number;
  /** Performs the unit. The argument keeps state between units of one client. */
  begin(products: readonly SeedProduct[]): (shopper: Shopper) => Promise<void>;
}

const PASSWORD = "corner-shop-2026";
const EMAIL = "shopper@bodega.test";
const SORTS = ["newest", "price", "-price", "title"];
const ADDRESS = {
  name: "Ada Bench",
  line1: "Ladestraße 7",
  city: "Hamburg",
  postalCode: "20095",
  country: "DE",
};

const detail =
  () =>
  async ({ ask, products, random }: Shopper) => {
    await ask({ method: "GET", path: `/v1/products/${oneOf(products, random).slug}`, expect: 200 });
  };

/** Reaches pages as shoppers do, by the cursor of the previous page. */
const list = () => {
  const pages = new Map<string, string[]>();
  return async ({ ask, products, random }: Shopper) => {
    const shelf = `/v1/products?category=${oneOf(products, random).category}&sort=${oneOf(SORTS, random)}`;
    const reached = pages.get(shelf) ?? [shelf];
    const path = oneOf(reached, random);
    const answer = await ask({ method: "GET", path, expect: 200 });
    if (path !== reached.at(-1)) return;
    const { nextCursor } = JSON.parse(answer);
    if (nextCursor && reached === (pages.get(shelf) ?? reached))
      pages.set(shelf, [...reached, `${shelf}&cursor=${encodeURIComponent(nextCursor)}`]);
  };
};

const searchAt = async ({ ask }: Shopper, path: string) => {
  const answer = await ask({ method: "GET", path, expect: 200 });
  if (answer.includes('"degraded":true'))
    throw new Error("The search did not use the search engine");
};

const search = (products: readonly SeedProduct[]) => {
  const next = popularSearches(products);
  return (shopper: Shopper) => searchAt(shopper, next(shopper.random));
};

/** Avoids every cache: a minimum price in cents makes almost every search unique. */
const newSearch = () => (shopper: Shopper) => {
  const { products, random } = shopper;
  const priceMin = Math.floor(random() * 1500);
  return searchAt(shopper, `${searchFor(oneOf(products, random), random)}&priceMin=${priceMin}`);
};

const newCart = ({ ask, products, random }: Shopper, quantity: number) => {
  const { id: variantId } = oneOf(oneOf(products, random).variants, random);
  const body = { lines: [{ variantId, quantity }] };
  return ask({ method: "POST", path: "/v1/carts", expect: 201, body });
};

const cart = () => async (shopper: Shopper) => {
  await newCart(shopper, 1);
};

const signIn =
  () =>
  async ({ ask }: Shopper) => {
    const body = { email: EMAIL, password: PASSWORD };
    await ask({ method: "POST", path: "/v1/auth/login", expect: 200, body });
  };

const checkout = () => async (shopper: Shopper) => {
  const { ask, random, count } = shopper;
  const quantity = 1 + Math.floor(random() * 3);
  const { id: cartId } = JSON.parse(await newCart(shopper, quantity));
  const email = `${cartId.slice(4)}@bench.test`;
  const patch = { email, shippingAddress: ADDRESS, shippingOptionId: "sho_de_express" };
  const path = `/v1/carts/${cartId}`;
  const { totals } = JSON.parse(await ask({ method: "PATCH", path, expect: 200, body: patch }));
  const order = JSON.parse(
    await ask({
      method: "POST",
      path: "/v1/orders",
      expect: 201,
      headers: { "idempotency-key": `bench-${cartId}` },
      body: {
        cartId,
        expectedTotal: totals.total,
        payment: { method: "card", token: "pm_card_visa" },
      },
    }),
  );
  if (order.status !== "confirmed") throw new Error(`${order.id} is ${order.status}`);
  count("orders", 1);
  count("unitsSold", quantity);
};

/** The reference. It runs against the bare Worker. */
export const BARE: Scenario = {
  name: "bare",
  title: "bare Hono Worker",
  unit: "GET /",
  target: null,
  begin:
    () =>
    async ({ ask }) => {
      await ask({ method: "GET", path: "/", expect: 200 });
    },
};

/** All scenarios in their order. Checkouts come last, because they leave work to the queue. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "detail",
    title: "product detail",
    unit: "GET /v1/products/{slug}",
    target: 0.5,
    begin: detail,
  },
  { name: "list", title: "product list", unit: "GET /v1/products", target: 0.5, begin: list },
  {
    name: "search",
    title: "search",
    unit: "GET /v1/search, some asked more often than others (Zipf, 0.8)",
    target: 0.18,
    begin: search,
  },
  {
    name: "new-search",
    title: "search, each a new one",
    unit: "GET /v1/search",
    target: null,
    begin: newSearch,
  },
  {
    name: "cart",
    title: "new cart + one line",
    unit: "POST /v1/carts with one line",
    target: 0.09,
    begin: cart,
  },
  {
    name: "sign-in",
    title: "sign in",
    unit: "POST /v1/auth/login",
    target: null,
    // The slow password hash occupies a core, so that more clients would only wait.
    clientsMax: 2,
    begin: signIn,
  },
  {
    name: "checkout",
    title: "guest checkout",
    unit: "POST /v1/carts, PATCH it, POST /v1/orders",
    target: 0.015,
    begin: checkout,
  },
];
