import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";
import type { Cart, NewLine } from "#contract/cart";
import type { CatalogRpc, SellableVariant } from "#contract/catalog";
import type {
  Order,
  OrdersRpc,
  Placement,
  PlacementOutcome,
  ShippingRate,
  Terms,
} from "#contract/orders";
import { type Actor, GUEST } from "#kernel/actor";
import { newApp } from "#kernel/app";
import { addressBy } from "#kernel/client-address";
import { AppError, problemOf } from "#kernel/errors";
import { dispatch, type EventDefinition, newEvent } from "#kernel/events";
import type { KeyedRequest } from "#kernel/idempotency";
import { newId } from "#kernel/ids";
import { redisClient } from "#kernel/redis.client";
import { as, inCall, movableClock, stubRpc } from "#kernel/testing";
import type { HumanCheck } from "#kernel/turnstile.client";
import { privateResponses, rejectQueryParameters } from "./carts.middleware";
import { cartRoutes } from "./carts.routes";
import { cartsService } from "./carts.service";
import { cartStore } from "./carts.store";
import { checkoutRoutes } from "./checkout.routes";
import { checkoutService } from "./checkout.service";
import { cartHearings } from "./events";
import { linesService } from "./lines.service";
import { peopleService } from "./privacy.service";
import { peopleStore } from "./privacy.store";
import { quotesService } from "./quotes.service";
import { answersService } from "./replay.service";
import { variantsService } from "./variants.service";

/** A Redis of its own behind the real protocol. */
export const testRedis = async (engine: "embedded" | "server" = "embedded") => {
  const token = "bodega-dev";
  const standIn = await redisStandIn({ dataDir: ":memory:", token, engine });
  const { url, stop } = serveStandIn(standIn, 0);
  return {
    redis: redisClient({ url, token, timeoutMs: 10_000 }),
    faults: standIn.faults,
    url,
    stop,
  };
};

export const variantNamed = (
  title: string,
  overrides: Partial<SellableVariant> = {},
): SellableVariant => ({
  variantId: newId("variant"),
  productId: newId("product"),
  slug: title.toLowerCase(),
  title,
  variantTitle: title,
  sku: null,
  image: null,
  options: {},
  unitPriceMinor: 1999,
  published: true,
  inventoryPolicy: "deny",
  tracked: true,
  ...overrides,
});

/** A catalog in memory, with prices in EUR and, where a test says so, in other currencies. */
export const testCatalog = () => {
  const variants = new Map<string, SellableVariant>();
  const prices = new Map<string, number>();
  const calls: string[][] = [];
  const rpc = stubRpc<CatalogRpc>("catalog", {
    async variants(ids, currency) {
      calls.push(ids);
      return ids.flatMap((id) => {
        const variant = variants.get(id);
        if (!variant) return [];
        const elsewhere = prices.get(`${currency} ${id}`) ?? null;
        return [
          { ...variant, unitPriceMinor: currency === "EUR" ? variant.unitPriceMinor : elsewhere },
        ];
      });
    },
  });
  return {
    rpc,
    calls,
    prices,
    has(title: string, overrides: Partial<SellableVariant> = {}) {
      const variant = variantNamed(title, overrides);
      variants.set(variant.variantId, variant);
      return variant.variantId;
    },
    change(id: string, overrides: Partial<SellableVariant>) {
      variants.set(id, { ...(variants.get(id) ?? variantNamed("")), ...overrides });
    },
    forget: (id: string) => variants.delete(id),
  };
};

export const STANDARD: ShippingRate = {
  id: "sho_standard",
  title: "Standard",
  amountMinor: 499,
  minSubtotalMinor: 0,
  maxSubtotalMinor: 5000,
};
export const FREE: ShippingRate = {
  id: "sho_free",
  title: "Free",
  amountMinor: 0,
  minSubtotalMinor: 5000,
  maxSubtotalMinor: null,
};

const orderOf = (placement: Placement, status: Order["status"]): Order => {
  const { request, cartId, customerId, network, policies, payment, ...snapshot } = placement;
  const now = new Date().toISOString();
  return {
    id: newId("order"),
    number: "ORD-0000000001",
    status,
    paymentStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    ...snapshot,
    payment: { id: newId("payment"), status: "pending", method: payment.method },
    shipments: [],
    refunds: [],
    returns: [],
    placedAt: now,
    updatedAt: now,
  };
};

type Fate = "confirmed" | "declined" | "action" | Error;

/**
 * Orders in memory that keep the promises of their contract: one key is one placement, a cart has one
 * living order, and an answer can be had again.
 */
export const testOrders = () => {
  const stock = new Map<string, number>();
  const rates: Record<string, ShippingRate[]> = { DE: [STANDARD, FREE] };
  const terms: Terms[] = [];
  const fates: Fate[] = [];
  const next: { whilePricing?: () => unknown } = {};
  const placements: Placement[] = [];
  const outcomes = new Map<string, { fingerprint: string; outcome: PlacementOutcome }>();
  const orders = new Map<string, { order: Order; cartId: string }>();
  const nameOf = ({ scope, key }: KeyedRequest) => `${scope} ${key}`;

  const replay = async (request: KeyedRequest) => {
    const known = outcomes.get(nameOf(request));
    if (!known) return null;
    if (known.fingerprint !== request.fingerprint) throw new AppError("idempotency_key_reused");
    return { ...known.outcome, replayed: true };
  };

  const decide = (placement: Placement): PlacementOutcome => {
    const fate = fates.shift() ?? "confirmed";
    if (fate instanceof Error) throw fate;
    const status = {
      confirmed: "confirmed",
      declined: "cancelled",
      action: "payment_requested",
    } as const;
    const order = orderOf(placement, status[fate]);
    orders.set(order.id, { order, cartId: placement.cartId });
    const cart = { confirmed: "completed", declined: "open", action: "placing" } as const;
    const { body, status: refused } = problemOf(new AppError("payment_declined"), "req_test");
    const answer =
      fate === "declined"
        ? { status: refused, body: JSON.stringify(body) }
        : { status: 201, body: JSON.stringify(order) };
    return { answer, replayed: false, orderId: order.id, cart: cart[fate] };
  };

  const rpc = stubRpc<OrdersRpc>("orders", {
    replay,
    async terms({ variantIds, country }) {
      const { whilePricing } = next;
      delete next.whilePricing;
      await whilePricing?.();
      const levels = variantIds.flatMap((variantId) => {
        const available = stock.get(variantId);
        return available === undefined
          ? []
          : [{ variantId, available, reserved: 0, sold: 0, version: 1 }];
      });
      const answer = { stock: levels, shippingRates: rates[country] ?? [], taxRatePpm: 190_000 };
      terms.push(answer);
      return answer;
    },
    async place(placement) {
      const known = await replay(placement.request);
      if (known) return known;
      const living = [...orders.values()].some(
        ({ order, cartId }) => cartId === placement.cartId && order.status !== "cancelled",
      );
      if (living) throw new AppError("cart_busy");
      placements.push(placement);
      const outcome = decide(placement);
      const { fingerprint } = placement.request;
      outcomes.set(nameOf(placement.request), { fingerprint, outcome });
      return outcome;
    },
    order: async (orderId) => orders.get(orderId)?.order ?? null,
  });
  return {
    rpc,
    stock,
    rates,
    terms,
    placements,
    /** What the next placements come to; after them, `confirmed`. */
    fated: (...coming: Fate[]) => fates.push(...coming),
    /** What happens beside the next pricing. */
    next,
  };
};

export const ADDRESS = {
  name: "Ada",
  line1: "1 Way",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
};

/** By which requests say where they come from, as the edge would. */
export const ADDRESS_HEADER = "x-client-address";

interface Ask {
  method?: string;
  body?: unknown;
  /** A body as text, in place of `body`. */
  raw?: string;
  headers?: Record<string, string>;
  actor?: Actor;
}

/** The whole Worker but for its entrypoint: real Redis protocol, other Workers in memory. */
export const testCart = async (
  engine?: "embedded" | "server",
  { provedBuyersOnly = false }: { provedBuyersOnly?: boolean } = {},
) => {
  const cloud = await testRedis(engine);
  const catalog = testCatalog();
  const orders = testOrders();
  const clock = movableClock(Date.now());
  const shop = { currency: "EUR", country: "DE" };
  const store = cartStore(cloud.redis);
  /** Sessions that are over, whatever their tokens say. */
  const ended = new Set<string>();
  /** Lets everybody pass until a test says otherwise. */
  const human: { check: HumanCheck } = { check: async () => undefined };
  /** Accounts whose address is proved. */
  const proved = new Set<string>();
  const compose = () => {
    const variants = variantsService({ catalog: catalog.rpc, clock });
    const quotes = quotesService({ variants, orders: orders.rpc, clock, shop });
    const answers = answersService({ store, quotes });
    const carts = cartsService({ store, quotes, answers, clock, shop, idSecret: "of the tests" });
    const lines = linesService({ store, variants, answers, clock, shop });
    const users = {
      standing: async (userId: string, sessionId: string) => ({
        live: !ended.has(sessionId),
        proved: proved.has(userId),
      }),
    };
    const returnOrigins = new Set(["https://shop.test"]);
    const checkout = checkoutService({
      ...{ store, quotes, users, provedBuyersOnly, returnOrigins },
      orders: orders.rpc,
      checkHuman: (proof) => human.check(proof),
    });
    const app = newApp();
    app.use("/v1/*", privateResponses, rejectQueryParameters);
    cartRoutes(app, { carts, lines });
    checkoutRoutes(app, { checkout, addressIn: addressBy(ADDRESS_HEADER) });
    return { app, checkout };
  };
  const { app, checkout } = compose();
  const people = peopleService({ store: peopleStore(cloud.redis) });

  const ask = (
    path: string,
    { method = "GET", body, raw, headers = {}, actor = GUEST }: Ask = {},
  ) => {
    clock.advance(1);
    const init = {
      method,
      headers: { ...as(actor), "content-type": "application/json", ...headers },
      ...(body === undefined && raw === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
    };
    return inCall(async () => app.fetch(new Request(`http://cart.test${path}`, init)));
  };
  const asked = async (path: string, request?: Ask) => {
    const answer = await ask(path, request);
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };

  return {
    ...cloud,
    catalog,
    orders,
    ended,
    human,
    proved,
    clock,
    store,
    people,
    ask,
    asked,
    hear: <Data>(definition: EventDefinition<Data>, data: Data) =>
      inCall(() =>
        dispatch(
          cartHearings(checkout, people),
          newEvent(definition, {
            source: "orders",
            subject: "",
            sequence: 1,
            data,
            nowMs: Date.now(),
          }),
        ),
      ),
    /** A new cart with these lines. */
    async cartWith(...lines: NewLine[]): Promise<Cart> {
      const { body } = await asked("/v1/carts", { method: "POST", body: { lines } });
      return body as Cart;
    },
    /** Makes Redis believe that the cart has been placing for so long. */
    async age(cartId: string, seconds: number) {
      const since = Math.floor(Date.now() / 1000) - seconds;
      await cloud.redis.command("HSET", `cart:${cartId}`, "placingSince", String(since));
    },
    /** Every call that Redis has got. */
    async redisCalls() {
      const journal = await fetch(`${cloud.url}/_dev/journal`);
      const { entries } = (await journal.json()) as { entries: { requestId?: string }[] };
      return entries;
    },
  };
};
export type TestCart = Awaited<ReturnType<typeof testCart>>;
