import type { Binding, GatewayEnv, Limiters, Services } from "./env";

export const BINDINGS = [
  "USERS",
  "CATALOG",
  "CART",
  "ORDERS",
  "PAYMENTS",
  "NOTIFICATIONS",
  "SETTINGS",
  "RECEIPTS",
] as const satisfies readonly Binding[];

/** Returns only the bindings to other Workers. */
export const servicesOf = (env: GatewayEnv): Services => ({
  USERS: env.USERS,
  CATALOG: env.CATALOG,
  CART: env.CART,
  ORDERS: env.ORDERS,
  PAYMENTS: env.PAYMENTS,
  NOTIFICATIONS: env.NOTIFICATIONS,
  SETTINGS: env.SETTINGS,
  RECEIPTS: env.RECEIPTS,
});

/** Returns the rate limit bindings by rate class. */
export const limitersOf = (env: GatewayEnv): Limiters => ({
  browse: env.RATE_BROWSE,
  search: env.RATE_SEARCH,
  feed: env.RATE_FEED,
  cart: env.RATE_CART,
  order: env.RATE_ORDER,
  lookup: env.RATE_LOOKUP,
  account: env.RATE_ACCOUNT,
  staff: env.RATE_STAFF,
});
