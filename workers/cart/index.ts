import { WorkerEntrypoint } from "cloudflare:workers";
import { privateResponses } from "#cart/carts.middleware";
import { cartRoutes } from "#cart/carts.routes";
import { cartsService } from "#cart/carts.service";
import { cartStore } from "#cart/carts.store";
import { checkoutRoutes } from "#cart/checkout/checkout.routes";
import { checkoutService } from "#cart/checkout/checkout.service";
import { checkoutStore } from "#cart/checkout/checkout.store";
import { freezeService } from "#cart/checkout/freeze.service";
import { type CartEnv, CartVars } from "#cart/env";
import { cartHandlers } from "#cart/events";
import { linesService } from "#cart/lines.service";
import { editRoutes } from "#cart/past-orders/edits.routes";
import { orderEditsService } from "#cart/past-orders/edits.service";
import { pastOrderRoutes } from "#cart/past-orders/past-orders.routes";
import { pastOrdersService } from "#cart/past-orders/past-orders.service";
import { returnRequestRoutes } from "#cart/past-orders/returns.routes";
import { returnRequestsService } from "#cart/past-orders/returns.service";
import { quotesService } from "#cart/pricing/quotes.service";
import { variantsService } from "#cart/pricing/variants.service";
import { privacyService } from "#cart/privacy.service";
import { privacyStore } from "#cart/privacy.store";
import { replayService } from "#cart/replay.service";
import type { CartRpc } from "#contract/cart";
import { currentTrace } from "#kernel/call";
import { addressBy } from "#kernel/client-address";
import { type Clock, systemClock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { isolateCopy } from "#kernel/isolate-copy";
import { newApp } from "#kernel/routes/app";
import { type RedisClient, redisClient } from "#kernel/vendors/redis.client";
import { type HumanCheck, turnstile } from "#kernel/vendors/turnstile.client";

/** The dependencies that tests replace. */
interface Overrides {
  clock?: Clock;
  redis?: RedisClient;
  checkHuman?: HumanCheck;
}

const configured = (env: CartEnv) => {
  const vars = parseEnv("cart", CartVars, env);
  const pages = [...vars.STOREFRONT_ORIGINS, vars.STOREFRONT_URL, vars.PUBLIC_URL];
  return {
    redis: { url: vars.UPSTASH_REDIS_REST_URL, token: vars.UPSTASH_REDIS_REST_TOKEN },
    turnstile: {
      url: vars.TURNSTILE_URL,
      secretKey: vars.TURNSTILE_SECRET_KEY,
      secret: vars.CART_ID_SECRET,
    },
    idSecret: vars.CART_ID_SECRET,
    verifiedBuyersOnly: vars.ORDERS_REQUIRE === "proved_buyer",
    storefrontUrl: vars.STOREFRONT_URL,
    returnOrigins: new Set(pages.map((page) => new URL(page).origin)),
    addressIn: addressBy(vars.CLIENT_IP_HEADER),
    version: vars.VERSION,
  };
};

export const compose = (env: CartEnv, overrides: Overrides = {}) => {
  const { idSecret, addressIn, ...rest } = configured(env);
  const { CATALOG: catalog, ORDERS: orders, USERS: users, SETTINGS: settings } = env;
  const clock = overrides.clock ?? systemClock;
  const redis = overrides.redis ?? redisClient(rest.redis);
  const checkHuman = overrides.checkHuman ?? turnstile(rest.turnstile);

  const readShop = isolateCopy({ read: () => settings.settings(currentTrace()), clock });
  const store = cartStore(redis);
  const variants = variantsService({ catalog, clock });
  const quotes = quotesService({ variants, orders, clock, readShop });
  const replay = replayService({ store, quotes });
  const carts = cartsService({ store, quotes, replay, clock, readShop, idSecret });
  const lines = linesService({ store, variants, replay, clock, readShop });
  const checkouts = checkoutStore(redis);
  const checkout = checkoutService({
    store: checkouts,
    freezes: freezeService({ store: checkouts, users }),
    quotes,
    orders,
    checkHuman,
    verifiedBuyersOnly: rest.verifiedBuyersOnly,
    returnOrigins: rest.returnOrigins,
    storefrontUrl: rest.storefrontUrl,
  });
  const privacy = privacyService({ store: privacyStore(redis) });

  const app = newApp();
  app.use("/v1/*", privateResponses);
  cartRoutes(app, { carts, lines });
  checkoutRoutes(app, { checkout, addressIn });
  editRoutes(app, orderEditsService({ variants, orders }));
  returnRequestRoutes(app, returnRequestsService({ variants, orders }));
  pastOrderRoutes(app, pastOrdersService({ carts, variants, orders, users }));

  return {
    app,
    version: rest.version,
    checks: [{ name: "redis", ask: store.ping }],
    handlers: cartHandlers({ checkout, privacy }),
    personalData: privacy.personalData,
    privacy,
  };
};

export default class Cart
  extends entrypoint(WorkerEntrypoint<CartEnv>, "cart", compose)
  implements CartRpc {}
