import { cartStore } from "#cart/carts.store";
import { checkoutStore } from "#cart/checkout/checkout.store";
import { inMemoryOrders } from "#cart/checkout/orders.testing";
import { compose } from "#cart/index";
import { inMemoryCatalog } from "#cart/pricing/catalog.testing";
import { type RedisEngine, testRedis } from "#cart/redis.testing";
import type { Cart, NewLine } from "#contract/cart";
import type { UsersRpc } from "#contract/users";
import { type Actor, GUEST } from "#kernel/actor";
import { dispatch, type EventDefinition, newEvent } from "#kernel/events/events";
import { as, inCall, movableClock, stubRpc } from "#kernel/testing";
import type { RedisClient } from "#kernel/vendors/redis.client";
import type { HumanCheck } from "#kernel/vendors/turnstile.client";
import { inMemorySettings } from "#workers/settings/testing";

export const ADDRESS = {
  name: "Ada",
  line1: "1 Way",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
};

/** The header with the client's IP address. */
export const ADDRESS_HEADER = "x-client-address";

/** The variables of the Worker in tests. */
export const testVariables = (redisUrl: string) => ({
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://shop.test",
  STOREFRONT_URL: "https://shop.test",
  STOREFRONT_ORIGINS: "https://shop.test",
  CLIENT_IP_HEADER: ADDRESS_HEADER,
  UPSTASH_REDIS_REST_URL: redisUrl,
  UPSTASH_REDIS_REST_TOKEN: "bodega-dev",
  CART_ID_SECRET: "bodega-dev",
});

/**
 * The users Worker in memory. Sessions are active unless listed in `ended`; addresses are unverified unless
 * listed in `verified`.
 */
const inMemoryUsers = () => {
  const ended = new Set<string>();
  const verified = new Set<string>();
  const rpc = stubRpc<UsersRpc>("users", {
    sessionState: async (userId, sessionId) => ({
      isActive: !ended.has(sessionId),
      isVerified: verified.has(userId),
    }),
    contact: async (userId) => ({ userId, email: "ada@example.com", name: null, smsPhone: null }),
  });
  return { ended, verified, rpc };
};

interface TestRequest {
  method?: string;
  body?: unknown;
  /** The request body as text, instead of `body`. */
  raw?: string;
  headers?: Record<string, string>;
  actor?: Actor;
}

type App = ReturnType<typeof compose>["app"];

const clientOf = (app: App, beforeEach: () => void) => {
  /** Sends a request as the gateway forwards it. */
  const ask = (path: string, request: TestRequest = {}) => {
    const { method = "GET", body, raw, headers = {}, actor = GUEST } = request;
    beforeEach();
    const init = {
      method,
      headers: { ...as(actor), "content-type": "application/json", ...headers },
      ...(body === undefined && raw === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
    };
    return inCall(async () => app.fetch(new Request(`http://cart.test${path}`, init)));
  };

  /** Sends a request and reads the JSON of its response. */
  const requestJson = async (path: string, request?: TestRequest) => {
    const response = await ask(path, request);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  /** Creates a cart with these lines. */
  const cartWith = async (...lines: NewLine[]): Promise<Cart> => {
    const { body } = await requestJson("/v1/carts", { method: "POST", body: { lines } });
    return body as Cart;
  };
  return { ask, requestJson, cartWith };
};

const redisToolsOf = (redis: RedisClient, url: string) => ({
  /** Moves the freeze of a cart into the past. */
  async age(cartId: string, seconds: number) {
    const since = Math.floor(Date.now() / 1000) - seconds;
    await redis.command("HSET", `cart:${cartId}`, "placingSince", String(since));
  },

  /** Returns every call that the Redis stand-in has received. */
  async redisCalls() {
    const journal = await fetch(`${url}/_dev/journal`);
    const { entries } = (await journal.json()) as { entries: { requestId?: string }[] };
    return entries;
  },
});

interface TestOptions {
  engine?: RedisEngine;
  verifiedBuyersOnly?: boolean;
}

/** Starts the cart Worker on a Redis of its own, with the other Workers in memory. */
export const testCart = async ({ engine, verifiedBuyersOnly = false }: TestOptions = {}) => {
  const cloud = await testRedis(engine);
  const catalog = inMemoryCatalog();
  const orders = inMemoryOrders();
  const { ended, verified, rpc: users } = inMemoryUsers();
  const settings = inMemorySettings();
  const clock = movableClock(Date.now());
  /** The human check, which accepts every request until a test replaces it. */
  const human: { check: HumanCheck } = { check: async () => undefined };
  const env = {
    ...testVariables(cloud.url),
    ORDERS_REQUIRE: verifiedBuyersOnly ? "proved_buyer" : "",
    CATALOG: catalog.rpc,
    ORDERS: orders.rpc,
    USERS: users,
    SETTINGS: settings.rpc,
  };
  const { app, handlers, privacy } = compose(env, {
    clock,
    redis: cloud.redis,
    checkHuman: (proof) => human.check(proof),
  });

  return {
    ...cloud,
    catalog,
    orders,
    ended,
    human,
    settings: settings.state,
    verified,
    clock,
    store: cartStore(cloud.redis),
    checkout: checkoutStore(cloud.redis),
    privacy,
    ...clientOf(app, () => clock.advance(1)),
    ...redisToolsOf(cloud.redis, cloud.url),
    /** Delivers an event to the cart Worker. */
    deliver: <Data>(definition: EventDefinition<Data>, data: Data) =>
      inCall(() =>
        dispatch(
          handlers,
          newEvent(definition, {
            source: "orders",
            subject: "",
            sequence: 1,
            data,
            nowMs: Date.now(),
          }),
        ),
      ),
  };
};
export type TestCart = Awaited<ReturnType<typeof testCart>>;
