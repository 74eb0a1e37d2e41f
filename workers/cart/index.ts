import { WorkerEntrypoint } from "cloudflare:workers";
import type { CartRpc } from "#contract/cart";
import { newApp } from "#kernel/app";
import { addressBy } from "#kernel/client-address";
import { systemClock as clock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { redisClient } from "#kernel/redis.client";
import { turnstile } from "#kernel/turnstile.client";
import { privateResponses, rejectQueryParameters } from "./carts.middleware";
import { cartRoutes } from "./carts.routes";
import { cartsService } from "./carts.service";
import { cartStore } from "./carts.store";
import { checkoutRoutes } from "./checkout.routes";
import { checkoutService } from "./checkout.service";
import { type CartEnv, CartVars } from "./env";
import { cartHearings } from "./events";
import { linesService } from "./lines.service";
import { peopleService } from "./privacy.service";
import { peopleStore } from "./privacy.store";
import { quotesService } from "./quotes.service";
import { answersService } from "./replay.service";
import { variantsService } from "./variants.service";

const compose = (env: CartEnv) => {
  const vars = parseEnv("cart", CartVars, env);
  const { CATALOG: catalog, ORDERS: orders, USERS: users } = env;
  const shop = { currency: vars.SHOP_CURRENCY, country: vars.SHOP_COUNTRY };
  const redis = redisClient({
    url: vars.UPSTASH_REDIS_REST_URL,
    token: vars.UPSTASH_REDIS_REST_TOKEN,
  });
  const store = cartStore(redis);

  const variants = variantsService({ catalog, clock });
  const quotes = quotesService({ variants, orders, clock, shop });
  const answers = answersService({ store, quotes });
  const carts = cartsService({
    store,
    quotes,
    answers,
    clock,
    shop,
    idSecret: vars.CART_ID_SECRET,
  });
  const lines = linesService({ store, variants, answers, clock, shop });
  const pages = [...vars.STOREFRONT_ORIGINS, vars.STOREFRONT_URL, vars.PUBLIC_URL];
  const returnOrigins = new Set(pages.map((page) => new URL(page).origin));
  const checkHuman = turnstile({
    url: vars.TURNSTILE_URL,
    secretKey: vars.TURNSTILE_SECRET_KEY,
    secret: vars.CART_ID_SECRET,
  });
  const checkout = checkoutService({
    ...{ store, quotes, orders, users, checkHuman, returnOrigins },
    provedBuyersOnly: vars.ORDERS_REQUIRE === "proved_buyer",
  });

  const people = peopleService({ store: peopleStore(redis) });

  const app = newApp();
  app.use("/v1/*", privateResponses, rejectQueryParameters);
  cartRoutes(app, { carts, lines });
  checkoutRoutes(app, { checkout, addressIn: addressBy(vars.CLIENT_IP_HEADER) });

  return {
    app,
    version: vars.VERSION,
    checks: [{ name: "redis", ask: store.ping }],
    hearings: cartHearings(checkout, people),
    personalData: people.personalData,
  };
};

export default class Cart
  extends entrypoint(WorkerEntrypoint<CartEnv>, "cart", compose)
  implements CartRpc {}
